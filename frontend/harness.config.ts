/** Tests and benchmarks put a run window on a page by itself: this builds it as one module. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [svelte()],
  publicDir: false,
  build: {
    target: 'es2022',
    lib: { entry: 'src/features/artifact/harness.ts', formats: ['es'], fileName: 'harness' },
    // The folder is the caller's.
    emptyOutDir: false,
  },
});
