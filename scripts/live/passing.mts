import { isObject } from '../../nodes/shared/shape.ts';
import type { Session } from './session.mts';
import { rowsOf } from './session.mts';

/** Facts that any answer may show, regardless of the request. */
export function findInPassing({ vendor, seen, tell, notShown }: Session): void {
	const retryAfter = `${vendor.toLowerCase()}-retry-after`;
	notShown('No request was throttled', [retryAfter]);
	for (const { answer } of seen.filter((each) => each.answer.status === 429)) {
		const value = answer.headers['retry-after'];
		const isNumber = /^\d+(\.\d+)?$/.test(String(value));
		const isDate = !isNumber && !Number.isNaN(Date.parse(String(value)));
		tell(retryAfter, 'A request was throttled', isNumber, isDate, value === undefined);
	}
	if (vendor !== 'Ashby') return;

	const permission = 'ashby-permission-body';
	const lastCursor = 'ashby-last-cursor';
	notShown('The key had the permission for every request', [permission]);
	notShown('No list was read to its end', [lastCursor]);
	notShown('No record lacked anything', ['ashby-absent']);
	for (const { endpoint, answer } of seen) {
		const { status, body } = answer;
		if (!isObject(body)) continue;
		const { errorInfo, errors, moreDataAvailable, nextCursor = null } = body;
		if (status === 403) {
			const hasCode = isObject(errorInfo) && typeof errorInfo.code === 'string';
			const hasObjects = Array.isArray(errors) && isObject(errors[0]);
			tell(permission, 'A request got HTTP 403', hasCode, !hasCode && hasObjects);
		}
		if (moreDataAvailable === false) {
			tell(lastCursor, `The last page of ${endpoint}`, nextCursor === null);
		}
		for (const [name, value] of rowsOf(body).filter(isObject).flatMap(absentIn)) {
			if ((value ?? null) !== null) continue;
			const isMissing = value === undefined;
			tell('ashby-absent', `${name} was ${isMissing ? 'missing' : 'null'}`, isMissing);
		}
	}
}

/** The fields that a record may lack, or must lack according to its other fields. */
function absentIn(row: Record<string, unknown>): [string, unknown][] {
	const { candidate, status, archivedAt, leftStageAt } = row;
	const { primaryEmailAddress, primaryPhoneNumber } = Object(candidate);
	return Object.entries({
		...(isObject(candidate) && status !== 'Archived' && { archivedAt }),
		...(isObject(candidate) && { primaryEmailAddress, primaryPhoneNumber }),
		...('enteredStageAt' in row && { leftStageAt }),
	});
}
