export { default } from '../../../commands/help.ts';
