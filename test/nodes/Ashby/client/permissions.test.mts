import { permissionFor } from '../../../../nodes/Ashby/client/permissions.ts';
import { ENDPOINTS } from '../../../sandbox/ashby.mts';

/** What no node asks for, or what is never reported. */
const UNUSED = /^\/(candidate\.list|interviewStage\.info|user\.search)$/;

test.each(Object.entries(ENDPOINTS).filter(([path]) => !UNUSED.test(path)))(
	'the permission for %s is named as Ashby names it',
	(path, { permission }) => {
		expect(permissionFor(path.slice(1))).toBe(permission);
	},
);
