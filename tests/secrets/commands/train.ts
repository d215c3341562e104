export { default } from '../../../commands/train.ts';
