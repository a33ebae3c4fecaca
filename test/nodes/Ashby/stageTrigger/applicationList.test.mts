/** What the list of applications asks for when a listing takes several polls. */
import type { AshbyClient } from '../../../../nodes/Ashby/client/client.ts';
import type { ListState } from '../../../../nodes/Ashby/stageTrigger/applicationList.ts';
import { ApplicationList } from '../../../../nodes/Ashby/stageTrigger/applicationList.ts';

interface Asked {
	cursor?: string;
	syncToken?: string;
}

/** Reads up to so many pages in one poll, and returns what was asked for, with whether its entries are unsure. */
async function poll(state: ListState, { isUnsure = false, pages = Infinity } = {}) {
	const asked: object[] = [];
	let last: Asked = {};
	const call = async (_: string, { cursor, syncToken }: Asked) => {
		last = { cursor, syncToken };
		if (cursor === 'second') return { results: [], moreDataAvailable: true, nextCursor: 'third' };
		return { results: [], ...(cursor && { syncToken: 'complete' }) };
	};
	const client = { call } as unknown as Pick<AshbyClient, 'call'>;
	const list = new ApplicationList(state, client, () => [], isUnsure);
	while (list.step() !== 'done' && asked.length < pages) {
		const page = await list.read();
		if (!page) continue;
		asked.push({ ...last, isUnsure: page.pass.checkNotes === true });
		list.accept(page);
	}
	return asked;
}

const underWay = (): ListState => ({
	syncToken: 'provisional',
	isProvisional: true,
	listing: { cursor: 'second', beganAt: 1 },
});

test('a listing that an earlier poll began ends with what its own token shows', async () => {
	expect(await poll(underWay())).toMatchObject([
		{ syncToken: 'provisional' },
		{ cursor: 'second' },
		{ cursor: 'third' },
		{ syncToken: 'provisional' },
		{ syncToken: 'complete' },
	]);
});

test('what follows a listing that a poll after a start went on with is as unsure as that poll', async () => {
	const state = underWay();
	await poll(state, { isUnsure: true, pages: 2 });
	const asked = await poll(JSON.parse(JSON.stringify(state)) as ListState);
	expect(asked).toEqual([
		{ syncToken: 'provisional', isUnsure: true },
		{ cursor: 'third', isUnsure: true },
		{ syncToken: 'provisional', isUnsure: true },
		{ syncToken: 'complete', isUnsure: true },
	]);
});
