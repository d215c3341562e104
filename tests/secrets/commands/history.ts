export { default } from '../../../commands/history.ts';
