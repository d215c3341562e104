export { default } from '../../../commands/ask.ts';
