import { mount } from 'svelte';
import App from './app/App.svelte';
import './ui/tokens.css';
import './ui/base.css';
import { speech } from './ui/language.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has lost its #app');
speech.begin();
mount(App, { target });
