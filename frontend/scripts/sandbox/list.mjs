/** What the sandbox carries: the libraries that artifacts may use, and under which names. */

/** Packages whose exports are found by asking Node: they are CommonJS. */
export const COMMON = [
  'react',
  'react/jsx-runtime',
  'react/jsx-dev-runtime',
  'react-dom',
  'react-dom/client',
];

export const ADDONS = [
  'controls/OrbitControls',
  'controls/PointerLockControls',
  'controls/FirstPersonControls',
  'controls/FlyControls',
  'controls/MapControls',
  'controls/TrackballControls',
  'geometries/ConvexGeometry',
  'geometries/ParametricGeometry',
  'geometries/RoundedBoxGeometry',
  'geometries/TextGeometry',
  'math/ImprovedNoise',
  'math/SimplexNoise',
  'objects/Sky',
  'objects/Reflector',
  'objects/Water',
  'postprocessing/EffectComposer',
  'postprocessing/OutputPass',
  'postprocessing/RenderPass',
  'postprocessing/ShaderPass',
  'postprocessing/UnrealBloomPass',
  'renderers/CSS2DRenderer',
  'renderers/CSS3DRenderer',
  'libs/lil-gui.module.min',
  'libs/stats.module',
  'utils/BufferGeometryUtils',
].map((name) => `three/addons/${name}.js`);

/** What `import` may name. */
export const MODULES = [
  ...COMMON,
  'recharts',
  'lucide-react',
  'three',
  ...ADDONS,
  'd3',
  'chart.js',
  'chart.js/auto',
  'mermaid',
  'katex',
  'marked',
];

/** What our own modules use, and artifacts can't name. */
export const HIDDEN = ['sucrase', 'es-module-lexer', 'vega', 'vega-lite', 'vega-interpreter'];

/** Other names of the same modules. */
export const ALIASES = {
  ...Object.fromEntries(ADDONS.map((name) => [name.replace('addons', 'examples/jsm'), name])),
  ...Object.fromEntries(
    ['array', 'scale', 'shape', 'selection', 'axis', 'force', 'hierarchy', 'transition', 'color']
      .concat(['format', 'interpolate', 'time', 'time-format', 'drag', 'zoom', 'ease', 'geo'])
      .concat(['random', 'delaunay', 'chord', 'scale-chromatic', 'timer', 'quadtree', 'path'])
      .map((part) => [`d3-${part}`, 'd3']),
  ),
  'marked/marked.esm.js': 'marked',
};

/** Classic scripts that set a global: a file of the package as it is, or one that we build. */
export const GLOBALS = {
  '@tailwindcss/browser': { file: '@tailwindcss/browser/dist/index.global.js' },
  'chart.js': { file: 'chart.js/dist/chart.umd.min.js' },
  d3: { file: 'd3/dist/d3.min.js' },
  katex: { file: 'katex/dist/katex.min.js' },
  marked: { file: 'marked/lib/marked.umd.js' },
  mermaid: { file: 'mermaid/dist/mermaid.min.js' },
  three: { entry: 'three' },
  react: { entry: 'react' },
  'react-dom': { same: 'react' },
  '@babel/standalone': { entry: 'babel' },
};

/** By kind, what shows or starts it. */
export const SHOWS = [
  'write',
  'react',
  'python',
  'mermaid',
  'markdown',
  'csv',
  'json',
  'vega',
  'code',
];
