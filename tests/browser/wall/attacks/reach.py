"""Attacks that reach for what belongs to the app: its DOM, its cookies, its storage, its API."""

from tests.browser.wall.case import Case, Line, Sign


def reach(name, must_not, script, **rest):
    return Case(name, Line.REACH, must_not, script, sign=Sign.LEAK, **rest)


CASES = (
    reach(
        "parent-dom",
        "read the page around it",
        "leak(parent.document.body.innerText.slice(0, 80));",
    ),
    reach(
        "top-dom-write",
        "write into the page around it",
        "top.document.body.dataset.taken = '1'; leak('written');",
    ),
    reach("frame-element", "hold its own frame element", "if (frameElement) leak('held');"),
    reach(
        "remove-sandbox",
        "take its own sandbox away",
        "frameElement.removeAttribute('sandbox'); frameElement.style.top = 0; leak('removed');",
    ),
    reach("parent-cookie", "read the app's cookies", "leak(parent.document.cookie);"),
    reach(
        "own-cookie",
        "set a cookie",
        "document.cookie = 'taken=1'; if (document.cookie.includes('taken')) leak('set');",
    ),
    reach(
        "parent-storage",
        "read the app's storage",
        "leak(parent.localStorage.getItem('secret'));",
    ),
    reach(
        "own-storage",
        "put anything into the app's storage",
        "localStorage.setItem('kept', '1'); leak(parent.localStorage.getItem('kept'));",
    ),
    reach(
        "earlier-storage",
        "find what an earlier run kept",
        "if (localStorage.getItem('kept')) leak('found');",
        alone=True,
    ),
    reach(
        "indexed-db",
        "open a database",
        """
        await new Promise((done, fail) => {
          const request = indexedDB.open('kept');
          request.onsuccess = done;
          request.onerror = fail;
        });
        leak('opened');
        """,
    ),
    reach("cache-storage", "open a cache", "await caches.open('kept'); leak('opened');"),
    reach(
        "private-files",
        "open the browser's private file system",
        "await navigator.storage.getDirectory(); leak('opened');",
    ),
    reach(
        "cookie-store",
        "read cookies by the newer way",
        "await cookieStore.set('kept', '1'); leak((await cookieStore.getAll()).length);",
    ),
    reach(
        "storage-access",
        "ask for the cookies it was denied",
        """
        await document.requestStorageAccess();
        document.cookie = 'asked=1';
        if (document.cookie.includes('asked')) leak('granted');
        """,
    ),
    reach(
        "parent-function",
        "call a function of the app's page",
        "leak(parent.eval('document.title'));",
    ),
    reach(
        "parent-fetch",
        "use the app's own fetch",
        "const answer = await parent.fetch('$APP/api/status'); leak(answer.status);",
    ),
    reach(
        "app-api",
        "call the app's API with the person's cookie",
        """
        const answer = await fetch('$APP/api/battles', { credentials: 'include' });
        leak(answer.status);
        """,
    ),
    reach(
        "app-api-blind",
        "send a request to the app whose answer it can't read",
        """
        const options = { mode: 'no-cors', credentials: 'include', method: 'POST', body: '{}' };
        await fetch('$APP/api/battles', options);
        leak('sent');
        """,
    ),
    reach(
        "domain",
        "come closer by document.domain",
        "document.domain = 'localhost'; leak(parent.document.title);",
        cannot_show={
            "chromium": "the control's page is at an IP address, which has no wider domain",
            "firefox": "the control's page is at an IP address, which has no wider domain",
        },
    ),
    reach(
        "sibling",
        "read the other side's document",
        """
        for (let index = 0; index < top.frames.length; index++) {
          if (top.frames[index] !== self) leak(top.frames[index].document.body.innerHTML);
        }
        """,
    ),
    reach(
        "sibling-channel",
        "talk to the other side",
        """
        const channel = new BroadcastChannel('sides');
        channel.onmessage = ({ data }) => data === 'here' && leak('heard');
        for (let turn = 0; turn < 8; turn++) {
          channel.postMessage('call');
          await wait(250);
        }
        """,
    ),
    reach(
        "sibling-lock",
        "see the other side's locks",
        """
        for (let turn = 0; turn < 8; turn++) {
          const { held } = await navigator.locks.query();
          if (held.some((lock) => lock.name === 'side')) leak('seen');
          await wait(250);
        }
        """,
    ),
    reach(
        "shared-worker",
        "share a worker with another document",
        """
        const worker = new SharedWorker('$APP/shared.js', 'shared');
        await new Promise((done, fail) => {
          worker.port.onmessage = done;
          worker.onerror = fail;
        });
        leak('shared');
        """,
    ),
    reach(
        "camera",
        "ask for camera and microphone",
        """
        const allowed = document.featurePolicy?.allowsFeature('camera');
        if (allowed) leak('may ask');
        const [track] = (await navigator.mediaDevices.getUserMedia({ video: true })).getTracks();
        if (track) leak('looks: ' + track.label);
        """,
    ),
    reach(
        "location",
        "ask where the person is",
        """
        const { state } = await navigator.permissions.query({ name: 'geolocation' });
        if (state !== 'denied') leak(state);
        """,
    ),
    reach(
        "clipboard-read",
        "read the clipboard",
        """
        const allowed = document.featurePolicy?.allowsFeature('clipboard-read');
        if (allowed) leak('may read');
        """,
        cannot_show={"firefox": "a page can't ask what its policy is, and reading asks the person"},
    ),
    reach(
        "clipboard-write",
        "put something on the clipboard by itself",
        """
        const allowed = document.featurePolicy?.allowsFeature('clipboard-write');
        if (allowed) leak('may write');
        """,
        cannot_show={"firefox": "a page can't ask what its policy is, and writing needs a click"},
    ),
    reach(
        "notifications",
        "ask to notify",
        "if ((await Notification.requestPermission()) !== 'denied') leak('may ask');",
        cannot_show={"chromium": "a browser without a screen says no by itself"},
    ),
)
