import * as THREE from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';

/** Pages of the old kind find everything on one global. */
Object.assign(window, { THREE: { ...THREE, OrbitControls } });
