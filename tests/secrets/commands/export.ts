export { default } from '../../../commands/export.ts';
