import type { INodeParameters } from 'n8n-workflow';

import { expectError } from '../../setUp.mts';
import { by, setUpAddNote } from './addNote.setUp.mts';

const { setUp, write, contents, count, addNote } = setUpAddNote();

const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const NEEDS_PERSON = { context: { needsAttention: true } };

describe('nobody', () => {
	const options = { fallbackEmail: 'nobody@example.com' };
	const nobody = { ...by('id', UNKNOWN), options };
	const who = `No candidate in Ashby has the ID ${UNKNOWN} or the email nobody@example.com`;

	test('is reported with all that was looked for, and with the note', async () => {
		const message = `${who}. Not added: Invited to the video interview`;
		// An error workflow tells by this what doesn't pass by itself.
		expect(await expectError(write(nobody), message)).toMatchObject(NEEDS_PERSON);
	});

	test('still needs a person if a later step reports it', async () => {
		const failed = await setUp.run(addNote(nobody), undefined, { continueOnFail: true });
		const later = setUp.run(addNote(by('id', '={{ $json.candidateId }}')), failed);
		expect(await expectError(later, new RegExp(who))).toMatchObject(NEEDS_PERSON);
	});

	test('is not what another failure means', async () => {
		setUp.sandbox.fault = () => ({ kind: 'code', code: 'invalid_input' });
		const writing = write({ options: { fallbackEmail: 'ada@example.com' } });
		await expectError(writing, /^Ashby refused candidate.createNote/);
		expect(count('candidate.search')).toBe(0);
	});
});

describe('Skip If Not Found', () => {
	const options = { skipIfNotFound: true, fallbackEmail: 'nobody@example.com' };
	const nobodyHas = 'No candidate in Ashby has';

	test.each<[INodeParameters, string]>([
		[by('id', UNKNOWN), `${nobodyHas} the ID ${UNKNOWN} or the email nobody@example.com`],
		[by('id', ''), `${nobodyHas} the email nobody@example.com`],
		[
			by('email', 'no@example.com'),
			`${nobodyHas} the email no@example.com or the email nobody@example.com`,
		],
		[{ ...by('id', ''), options: { skipIfNotFound: true } }, "'Candidate' is empty"],
	])('for %j writes nothing and says why', async (given, reason) => {
		const skipped = [{ candidateId: null, skipped: true, reason }];
		expect(await write({ options, ...given })).toEqual(skipped);
		expect(contents()).toEqual([]);
	});

	test('fails if it is off for an item', async () => {
		const given = { ...by('id', ''), options: { skipIfNotFound: '={{ $json.isRepeat }}' } };
		expect(await write(given, {}, [{ isRepeat: true }])).toHaveLength(1);
		await expectError(write(given, {}, [{ isRepeat: false }]), "'Candidate' is empty");
	});

	test('doesn’t hide that nobody was found until the last try', async () => {
		await expectError(
			write({ ...by('id', ''), options }, {}, [{ isLast: true }]),
			/^No candidate in Ashby has the email nobody@example.com. Not added: Invited/,
		);
	});

	test('doesn’t hide an outage', async () => {
		setUp.sandbox.fault = () => ({ kind: 'status', status: 503 });
		await expectError(write({ options }), /HTTP 503/);
	});
});
