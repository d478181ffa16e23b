import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const server = {
  target: process.env.MADANG_SERVER ?? 'http://127.0.0.1:8000',
  // The server turns away what comes from a host that is not the one it is asked at.
  changeOrigin: false,
};

/** Every browser that runs the page reads woff2; the older copies would only weigh on the wheel. */
function onlyWoff2(): Plugin {
  return {
    name: 'only-woff2',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('katex') || !id.endsWith('.css')) return null;
      return code.replace(/,url\([^)]+\.(?:woff|ttf)\) format\("[^"]+"\)/g, '');
    },
  };
}

export default defineConfig({
  plugins: [onlyWoff2(), svelte()],
  build: {
    outDir: '../src/madang/web/dist',
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    // A data: font would be refused by the page's own content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': server, '/healthz': server } },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
