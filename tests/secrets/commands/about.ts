export { default } from '../../../commands/about.ts';
