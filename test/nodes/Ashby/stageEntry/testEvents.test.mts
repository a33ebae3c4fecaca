import type { AshbyClient } from '../../../../nodes/Ashby/client/client.ts';
import { testEvents } from '../../../../nodes/Ashby/stageEntry/testEvents.ts';
import { application, row } from './setUp.mts';

test('Fetch Test Event skips a row that can’t be read', async () => {
	const results = { ...application, applicationHistory: [row(0, 'video')] };
	const client = {
		firstRows: async () => [null, { id: 'bad', job: null }, results],
		call: async () => ({ results }),
	} as unknown as AshbyClient;
	const entries = await testEvents(client, [{ jobId: 'job', stageId: 'video' }]);
	expect(entries.map(({ row: { id } }) => id)).toEqual(['row-0']);
});
