/** Facts that any answer may show, regardless of the request. */
import type { Session } from './session.mts';

type Json = Record<string, unknown>;

export function findInPassing(session: Session): void {
	findRetryAfter(session);
	if (session.vendor !== 'Ashby') return;
	findPermissionBody(session);
	findLastCursor(session);
	findAbsent(session);
}

function findRetryAfter({ vendor, seen, findings }: Session): void {
	const id = `${vendor.toLowerCase()}-retry-after`;
	findings.notShown(id, 'No request was throttled');
	for (const { answer } of seen.filter((each) => each.answer.status === 429)) {
		const value = answer.headers['retry-after'];
		if (value === undefined) findings.settle(id, 'C', 'A 429 had no Retry-After');
		else if (/^\d+(\.\d+)?$/.test(String(value))) {
			findings.settle(id, 'A', 'A 429 had a number in Retry-After');
		} else if (!Number.isNaN(Date.parse(String(value)))) {
			findings.settle(id, 'B', 'A 429 had a date in Retry-After');
		} else findings.neither(id, 'A 429 had neither a number nor a date in Retry-After');
	}
}

function findPermissionBody({ seen, findings }: Session): void {
	const id = 'ashby-permission-body';
	const refusals = seen.filter(({ answer }) => answer.status === 403 && isObject(answer.body));
	findings.notShown(id, 'The key had the permission for every request');
	for (const { answer } of refusals) {
		const { errorInfo, errors } = answer.body as { errorInfo?: unknown; errors?: unknown[] };
		if (isObject(errorInfo) && typeof errorInfo.code === 'string') {
			findings.settle(id, 'A', 'A 403 had errorInfo.code');
		} else if (isObject(errors?.[0])) {
			findings.settle(id, 'B', 'A 403 had objects in errors');
		} else findings.neither(id, 'A 403 had neither errorInfo.code nor objects in errors');
	}
}

function findLastCursor({ seen, findings }: Session): void {
	const id = 'ashby-last-cursor';
	findings.notShown(id, 'No list was read to its end');
	for (const { answer, endpoint } of seen) {
		const body = Object(answer.body) as Json;
		if (body.moreDataAvailable !== false) continue;
		const has = (body.nextCursor ?? null) !== null;
		findings.settle(id, has ? 'B' : 'A', `The last page of ${endpoint}`);
	}
}

/** What a record in an answer can't contain according to its own fields. */
function absentOf(row: Json): [string, unknown][] {
	const found: [string, unknown][] = [];
	if (isObject(row.candidate)) {
		if (row.status !== 'Archived') found.push(['archivedAt', row.archivedAt]);
		for (const name of ['primaryEmailAddress', 'primaryPhoneNumber']) {
			const value = row.candidate[name];
			if (value === undefined || value === null) found.push([name, value]);
		}
	}
	if ('enteredStageAt' in row && (row.leftStageAt ?? null) === null) {
		found.push(['leftStageAt', row.leftStageAt]);
	}
	return found;
}

function findAbsent({ seen, findings }: Session): void {
	const id = 'ashby-absent';
	for (const { answer } of seen) {
		const { results } = Object(answer.body) as { results?: unknown };
		for (const row of Array.isArray(results) ? results.filter(isObject) : []) {
			for (const [name, value] of absentOf(row)) {
				if (value === undefined) findings.settle(id, 'A', `${name} was missing`);
				else if (value === null) findings.settle(id, 'B', `${name} was null`);
			}
		}
	}
	findings.notShown(id, 'No record lacked anything');
}

function isObject(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
