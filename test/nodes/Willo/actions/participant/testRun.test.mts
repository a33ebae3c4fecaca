/** A test run in the editor invites nobody, unless Send in Test Runs is on. */
import type { IDataObject, INodeParameters, INodeType } from 'n8n-workflow';
import { Willo } from '../../../../../nodes/Willo/Willo.node.ts';
import { executeContext } from '../../../../support/contexts.mts';
import { repeat, setUp } from './setUp.mts';

// Long expired: the data in the editor may be from yesterday.
const ATTEMPT = repeat({ entryId: 'test-run-entry', until: '2026-03-02T09:07:00.000Z' });

const invitation = (more: INodeParameters = {}): INodeParameters => {
	const { key: value, title: cachedResultName } = setUp.interview;
	return setUp.invitation({
		interview: { __rl: true, mode: 'list', value, cachedResultName },
		options: { attempt: JSON.stringify(ATTEMPT), externalId: 'candidate-1' },
		...more,
	});
};

const testRun = async (more: INodeParameters = {}) =>
	(await setUp.run(invitation(more), undefined, { mode: 'manual' }))[0].json;

it('shows what would be sent and written, and sends no request to Willo', async () => {
	const { key } = setUp.interview;
	expect(await testRun()).toMatchObject({
		invited: false,
		alreadyInvited: false,
		reason: 'Test run: nothing was sent to Willo',
		needsAttention: false,
		testRun: true,
		participant: { key: null, name: 'Ada Lovelace', interview: { key, title: 'First interview' } },
		entryId: 'test-run-entry',
		isRepeat: true,
		note: {
			// Written all the same, it must not make the trigger take the entry for done.
			text: 'Test run: Ada Lovelace would be invited to the Willo interview “First interview”\nSent to: ada@example.com',
			html: '<b>Test run: Ada Lovelace would be invited to the Willo interview “First interview”</b><ul><li><b>Sent to:</b> ada@example.com</li></ul>',
		},
	});
	expect(setUp.asked).toEqual([]);
});

it('shows exactly the request that it sends once published', async () => {
	const { request } = await testRun();
	await setUp.run(invitation({ options: { externalId: 'candidate-1' } }));
	expect(setUp.willo.requests[0].body).toEqual(request);
});

it('says above the output, once, that nothing was sent and how to send it', async () => {
	const node: INodeType = new Willo();
	const hintsOf = async (more: INodeParameters, mode: 'manual' | 'trigger') => {
		const options = setUp.options(invitation({ options: {}, ...more }), { mode });
		const context = executeContext(node, options, [{ json: {} }, { json: {} }]);
		await node.execute!.call(context);
		return context.hints;
	};
	const message = expect.stringContaining("Turn on 'Send in Test Runs'");
	expect(await hintsOf({}, 'manual')).toEqual([{ message, location: 'outputPane' }]);
	expect(await hintsOf({ sendInTestRuns: true }, 'manual')).toEqual([]);
	expect(await hintsOf({}, 'trigger')).toEqual([]);
});

it('shows who couldn’t be invited, and why', async () => {
	const options = { attempt: JSON.stringify(ATTEMPT), returnNotInvited: true };
	expect(await testRun({ email: '', options })).toMatchObject({
		invited: false,
		testRun: true,
		needsAttention: false,
		reason: 'Test run: nothing was sent to Willo. No email address or phone number',
		note: { text: expect.stringContaining('couldn’t be invited') },
	});
	await expect(testRun({ email: '' })).rejects.toThrow("'Email' and 'Phone' are both empty");
});

it('invites if Send in Test Runs is on', async () => {
	const output: IDataObject = await testRun({ sendInTestRuns: true, options: {} });
	expect(output).toMatchObject({ invited: true, testRun: false });
	expect(output).not.toHaveProperty('request');
	expect(setUp.willo.invitations).toHaveLength(1);
});

it('then respects the end of an attempt, too', async () => {
	await expect(testRun({ sendInTestRuns: true })).rejects.toThrow('This attempt to invite');
	expect(setUp.asked).toEqual([]);
});
