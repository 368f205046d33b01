import { render } from 'preact';
import { PlaygroundApp } from './playground-app.tsx';

const root = document.getElementById('try');
if (root !== null) render(<PlaygroundApp />, root);
