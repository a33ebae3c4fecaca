/** Facts that any answer may show, regardless of the request. */
import type { Session } from './session.mts';
import { isObject } from './shape.mts';

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
	for (const { answer } of seen.filter((each) => each.answer.status === 429)) {
		const value = answer.headers['retry-after'];
		const isNumber = /^\d+(\.\d+)?$/.test(String(value));
		findings.tell(id, 'A request was throttled', {
			A: isNumber,
			B: !isNumber && !Number.isNaN(Date.parse(String(value))),
			C: value === undefined,
		});
	}
	findings.notShown([id], 'No request was throttled');
}

function findPermissionBody({ seen, findings }: Session): void {
	const id = 'ashby-permission-body';
	const refusals = seen.filter(({ answer }) => answer.status === 403 && isObject(answer.body));
	for (const { answer } of refusals) {
		const { errorInfo, errors } = answer.body as { errorInfo?: unknown; errors?: unknown[] };
		const hasCode = isObject(errorInfo) && typeof errorInfo.code === 'string';
		const hasObjects = isObject(errors?.[0]);
		findings.tell(id, 'A request got HTTP 403', { A: hasCode, B: !hasCode && hasObjects });
	}
	findings.notShown([id], 'The key had the permission for every request');
}

function findLastCursor({ seen, findings }: Session): void {
	const id = 'ashby-last-cursor';
	for (const { answer, endpoint } of seen) {
		const body = Object(answer.body) as Json;
		if (body.moreDataAvailable !== false) continue;
		const has = (body.nextCursor ?? null) !== null;
		findings.settle(id, has ? 'B' : 'A', `The last page of ${endpoint}`);
	}
	findings.notShown([id], 'No list was read to its end');
}

/** What a record in an answer can't contain according to its own fields. */
function absentOf(row: Json): [string, unknown][] {
	const found: [string, unknown][] = [];
	if (isObject(row.candidate)) {
		if (row.status !== 'Archived') found.push(['archivedAt', row.archivedAt]);
		for (const name of ['primaryEmailAddress', 'primaryPhoneNumber']) {
			found.push([name, row.candidate[name]]);
		}
	}
	if ('enteredStageAt' in row) found.push(['leftStageAt', row.leftStageAt]);
	return found.filter(([, value]) => (value ?? null) === null);
}

function findAbsent({ seen, findings }: Session): void {
	const id = 'ashby-absent';
	for (const row of seen.flatMap(({ answer }) => rowsOf(answer.body)).filter(isObject)) {
		for (const [name, value] of absentOf(row)) {
			const isMissing = value === undefined;
			findings.settle(id, isMissing ? 'A' : 'B', `${name} was ${isMissing ? 'missing' : 'null'}`);
		}
	}
	findings.notShown([id], 'No record lacked anything');
}

/** The `results` of an answer; empty if it has no list. */
export function rowsOf(body: unknown): unknown[] {
	const { results } = Object(body) as { results?: unknown };
	return Array.isArray(results) ? results : [];
}
