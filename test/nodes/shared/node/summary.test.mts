import { NodeApiError } from 'n8n-workflow';
import { Ashby } from '../../../../nodes/Ashby/Ashby.node.ts';
import { ApiFailure, RUN_CHECK, type FailureKind } from '../../../../nodes/shared/api/failure.ts';
import { summaryOf } from '../../../../nodes/shared/node/summary.ts';
import { executeContext } from '../../../support/contexts.mts';

const attempt = { entryId: 'entry', since: '2026-03-02T09:00:00Z', until: '2026-03-02T12:00:00Z' };
const NAMES = ['Ada', 'Grace', 'Mary', 'Jean', 'Joan', 'Betty', 'Kay', 'Ruth'];

function said(kind: FailureKind, { wereTried = 8, returned = true, items = 8, failed = 8 } = {}) {
	const failure = new ApiFailure({ kind, message: `It is ${kind}`, advice: 'What to do' });
	const jsons = NAMES.slice(0, items).map((name) => ({
		json: { participant: { name }, ...(returned && { attempt }) },
	}));
	const context = executeContext(new Ashby(), {}, jsons);
	const ofThem = jsons
		.slice(0, failed)
		.map((_, itemIndex) => ({ itemIndex, failure, wasTried: itemIndex < wereTried }));
	return summaryOf(context, ofThem) as NodeApiError;
}

test('equal causes are grouped, people are named, and what happens next is said', () => {
	const error = said('unavailable', { wereTried: 3 });
	expect(error.message).toBe('8 of 8 items failed: It is unavailable');
	expect(error.description?.split('\n')).toEqual([
		'Ada, Grace, Mary: It is unavailable',
		'Not tried: Jean, Joan, Betty, Kay, Ruth',
		'No action needed now: the trigger will return them again by itself, for up to a week.',
	]);
});

test('a long list of people is cut, and the others are mentioned', () => {
	expect(said('refused').description).toContain('Ada, Grace, Mary, Jean, Joan and 3 more: It is');
	const { description } = said('refused', { failed: 2 });
	expect(description).toContain('The other items succeeded.\nAda, G');
});

const RETURNS = 'The trigger will return them again by itself, for up to a week.';
test.each([
	['credential', true, `What to do. ${RUN_CHECK}. ${RETURNS}`],
	['unavailable', false, 'What to do. Nothing will return them by itself. When the cause is gone,'],
] as const)('%s, returned by a trigger: %s', (kind, returned, next) => {
	expect(said(kind, { returned }).description).toContain(`\n${next}`);
});

test('a single item keeps its error, with what happens next', () => {
	const error = said('unavailable', { items: 1 });
	expect(error).toBeInstanceOf(NodeApiError);
	expect(error.message).toBe('It is unavailable');
	expect(error.description).toContain('What to do. No action needed now');
	expect(said('unavailable', { items: 1, returned: false }).description).toBe('What to do');
});
