import { permissionFor } from '../../../../nodes/Ashby/client/permissions.ts';
import { ENDPOINTS } from '../../../sandbox/ashby.mts';

test.each(Object.entries(ENDPOINTS))('the permission for %s is Ashby’s', (path, { permission }) => {
	expect(permissionFor(path.slice(1))).toBe(permission);
});
