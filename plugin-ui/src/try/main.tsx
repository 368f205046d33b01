import { render } from 'preact';
import { TryApp } from './try-app.tsx';

const root = document.getElementById('try');
if (root !== null) render(<TryApp />, root);
