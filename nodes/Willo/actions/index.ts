import type { Resources } from '../../shared/node/operations';
import { connection } from './connection';
import { interview } from './interview';
import type { Run } from './operation';
import { participant } from './participant';

/** Every operation of the node, by the values of the parameters `resource` and `operation`. */
export const resources: Resources<Run> = { connection, interview, participant };
