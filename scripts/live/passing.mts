import { isObject } from '../../nodes/shared/shape.ts';
import type { Session } from './session.mts';
import { rowsOf } from './session.mts';

/** Facts that any answer may show, regardless of the request. */
export function findInPassing({ vendor, seen, tell }: Session): void {
	for (const { endpoint, answer } of seen) {
		const { status, headers, body } = answer;
		if (status === 429) {
			const value = headers['retry-after'];
			const isNumber = /^\d+(\.\d+)?$/.test(String(value));
			const isDate = !isNumber && !Number.isNaN(Date.parse(String(value)));
			tell(`${vendor.toLowerCase()}-retry-after`, [isNumber, isDate, value === undefined]);
		}
		if (vendor !== 'Ashby' || !isObject(body)) continue;
		const { errorInfo, errors, moreDataAvailable, nextCursor = null } = body;
		if (status === 403) {
			const hasCode = isObject(errorInfo) && typeof errorInfo.code === 'string';
			const hasObjects = Array.isArray(errors) && isObject(errors[0]);
			tell('ashby-permission-body', [hasCode, !hasCode && hasObjects]);
		}
		if (moreDataAvailable === false) {
			tell('ashby-last-cursor', nextCursor === null, `The last page of ${endpoint}`);
		}
		for (const [name, value] of rowsOf(body).filter(isObject).flatMap(absentIn)) {
			if ((value ?? null) !== null) continue;
			const isMissing = value === undefined;
			tell('ashby-absent', isMissing, `${name} was ${isMissing ? 'missing' : 'null'}`);
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
