/** Libraries of artifacts that come without types; the runner only passes them on. */
declare module 'react';
declare module 'react-dom';
declare module 'react-dom/client';
declare module 'three';
declare module 'three/addons/controls/OrbitControls.js';
