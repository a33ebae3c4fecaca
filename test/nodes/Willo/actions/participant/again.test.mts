/** The option If Already Invited, in a step and in the tool of an AI agent, which may call again without knowing. */
import type { IDataObject, INodeParameters, INodeProperties, INodeType } from 'n8n-workflow';
import { Willo } from '../../../../../nodes/Willo/Willo.node.ts';
import { expectError, locator, outputOf } from '../../../setUp.mts';
import { invite, posts, setUp } from './setUp.mts';

const again = { options: { ifAlreadyInvited: 'inviteAgain' } };
const skip = { options: { ifAlreadyInvited: 'skip' } };

describe('a person who was invited before', () => {
	it('is invited again by default', async () => {
		await invite();
		expect(await invite()).toMatchObject({ alreadyInvited: false });
		expect(setUp.willo.invitations).toHaveLength(2);
	});

	it.each([
		{ listFilters: 'honored', interviewForm: 'key' },
		{ listFilters: 'ignored', interviewForm: 'object' },
	] as const)('is skipped if asked to, but nobody else is: %j', async (switches) => {
		setUp.flip(switches);
		const { key } = (await invite()).participant;
		const renamed = { email: 'ADA@example.com', name: 'A. King' };
		expect(await invite('', { ...skip, ...renamed })).toMatchObject({
			invited: true,
			alreadyInvited: true,
			isRepeat: true,
			needsAttention: false,
			participant: { key, name: 'Ada Lovelace' },
			note: { text: expect.stringMatching(/had already been invited .*\nSent again: No/) },
		});
		const second = setUp.willo.addInterview({ title: 'Second interview' });
		const other = { interview: locator('list', second.key) };
		const byPhone = { email: '', phone: '+441632960123' };
		const nearly = { email: 'ada@example.com.invalid' };
		for (const more of [{ ...other, ...byPhone }, { ...other, ...nearly }, other, nearly]) {
			expect(await invite('', { ...skip, ...more })).toMatchObject({ alreadyInvited: false });
		}
		expect(setUp.willo.participants.size).toBe(5);
	});

	it('isn’t invited if Willo can’t tell', async () => {
		setUp.willo.onExchange = undefined;
		const body = '{"email":["No filter."]}';
		setUp.willo.fault = () => ({ kind: 'status', status: 400, body });
		const unconfirmed = /^Couldn't confirm whether Ada Lovelace was invited before/;
		const advice = "set 'If Already Invited' to Invite Again";
		await expectError(invite('', skip), unconfirmed, advice);
		expect(posts()).toBe(0);
	});
});

describe('the tool of an AI agent', () => {
	/** n8n makes it of the node by adding to its name. */
	async function call(more: INodeParameters = {}): Promise<IDataObject> {
		const node: INodeType = new Willo();
		node.description = { ...node.description, name: `${node.description.name}Tool` };
		const parameters = setUp.invitation(more);
		const [{ json }] = await outputOf(node, setUp.options(parameters, { mode: 'webhook' }));
		return json;
	}

	it('that is called again, also at the same time and in other letters, gets the earlier invitation', async () => {
		const outputs = await Promise.all([call(), call({ email: 'ADA@example.com' }), call()]);
		expect(outputs.map(({ alreadyInvited }) => alreadyInvited)).toEqual([false, true, true]);
		await call({ name: 'Bea', email: 'bea@example.com' });
		expect(setUp.names).toEqual(['Ada Lovelace', 'Bea']);
	});

	it('invites again if the option says so', async () => {
		await call(again);
		await call(again);
		expect(setUp.willo.invitations).toHaveLength(2);
	});

	it('exists, and shows its own default', () => {
		const { properties, usableAsTool } = new Willo().description;
		expect(usableAsTool).toBe(true);
		const options = properties.flatMap(({ options: list = [] }) => list as INodeProperties[]);
		const choices = options.filter(({ name }) => name === 'ifAlreadyInvited');
		const shown = choices.map((each) => [each.displayOptions?.show?.['@tool'], each.default]);
		expect(shown).toEqual([
			[[false], 'inviteAgain'],
			[[true], 'skip'],
		]);
	});
});
