import { render } from 'preact';
import { TryApp } from './playground-app.tsx';

const root = document.getElementById('try');
if (root !== null) render(<TryApp />, root);
