import * as React from 'react';
import * as ReactDOM from 'react-dom';
import * as client from 'react-dom/client';

/** Asked for twice (`react` and `react-dom` are one file here), it stays the same React. */
if (!('React' in window)) Object.assign(window, { React, ReactDOM: { ...ReactDOM, ...client } });
