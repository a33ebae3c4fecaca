import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Tag } from '../../../../sandbox/ashby.mts';
import type { ContextOptions } from '../../../../support/nodeWorkflow.mts';
import { ada, expectError, locator, manual, useAda } from '../../setUp.mts';
import { by } from './addNote.setUp.mts';

const setUp = useAda();
let invited: Tag;

beforeEach(() => void (invited = setUp.sandbox.addTag('Willo invited')));

const tagBy = (mode: string, value: string) => ({ tag: locator(mode, value) });
const byList = () => tagBy('list', invited.id);

const running =
	(operation: string) =>
	async (given: INodeParameters, options?: ContextOptions, items?: IDataObject[]) => {
		const parameters = { resource: 'candidate', operation, ...by('id', ada.id), ...given };
		return await setUp.rows(parameters, options, items);
	};
const [add, remove] = [running('addTag'), running('removeTag')];

const titles = () => ada.tagIds.map((id) => setUp.sandbox.tags.get(id)?.title);

test.each([
	['list', () => byList()],
	['a title in the list', () => tagBy('list', 'Willo invited')],
	['id', () => tagBy('id', ` ${invited.id} `)],
	['name', () => tagBy('name', ' willo\u00a0 INVITED ')],
] as const)('by %s, a candidate gets the tag, and loses it', async (_, tag) => {
	const [row] = await add(tag());
	expect(row).toMatchObject({ id: ada.id, tags: [{ id: invited.id, title: 'Willo invited' }] });
	expect(titles()).toEqual(['Willo invited']);
	expect(await remove(tag())).toMatchObject([{ id: ada.id, tags: [] }]);
	expect(titles()).toEqual([]);
});

const UNCHANGED = ['accepted', 'refused'] as const;
test.each(UNCHANGED)('the same again, %s by Ashby, changes nothing', async (tagUnchanged) => {
	setUp.sandbox.switches.tagUnchanged = tagUnchanged;
	// So does a repeated request.
	setUp.failAt('candidate.addTag', { kind: 'dropAfter' }, 1);
	const [first] = await add(byList());
	expect(first).toMatchObject({ tags: [{ id: invited.id }] });
	expect(setUp.sent('candidate.addTag')).toHaveLength(2);
	expect(await add(byList())).toMatchObject([{ tags: first.tags }]);
	expect(titles()).toEqual(['Willo invited']);
	await remove(byList());
	expect(await remove(byList())).toMatchObject([{ id: ada.id, tags: [] }]);
});

describe('addTag', () => {
	test('with an unknown tag says so, or creates it once for many candidates', async () => {
		const completed = tagBy('name', 'Willo completed');
		const message = "No tag in Ashby is called 'Willo completed'";
		await expectError(add(completed), message, "'Create If Not Found'");
		const people = ['Bea', 'Cid'].map((name) => setUp.sandbox.addCandidate({ name }));
		const creating = { ...completed, options: { createIfNotFound: true } };
		const ids = people.map(({ id }) => ({ id }));
		const rows = await add({ ...by('id', '={{ $json.id }}'), ...creating }, {}, ids);
		const tags = [{ title: 'Willo completed' }];
		expect(rows).toMatchObject(['Bea', 'Cid'].map((name) => ({ name, tags })));
		expect(setUp.sent('candidateTag.create')).toEqual(tags);
	});

	test('distinguishes tags with the same name by their exact spelling, and says why it is refused', async () => {
		setUp.sandbox.addTag('WILLO INVITED');
		const ambiguous = add(tagBy('name', 'willo invited'));
		await expectError(ambiguous, "2 tags in Ashby are called 'willo invited'");
		const [row] = await add(tagBy('name', 'WILLO INVITED'));
		expect(row.tags).toMatchObject([{ title: 'WILLO INVITED' }]);
		await expectError(add(tagBy('id', ada.id)), /Candidate tag not found/);
	});
});

test('removeTag with a tag that the candidate doesn’t have changes nothing', async () => {
	setUp.sandbox.tag(ada.id, invited.id);
	const [row] = await remove(tagBy('name', 'Other'));
	expect(row).toMatchObject({ id: ada.id, tags: [{ id: invited.id }] });
	expect(setUp.sent('candidate.removeTag')).toEqual([]);
});

test('a test run only shows what would change, unless Write in Test Runs is on', async () => {
	const shown = (tags: object[]) => [{ testRun: true, id: ada.id, tags }];
	const known = { id: invited.id, title: 'Willo invited' };
	expect(await add(tagBy('name', 'willo invited'), manual)).toMatchObject(shown([known]));
	const created = { ...tagBy('name', 'New'), options: { createIfNotFound: true } };
	expect(await add(created, manual)).toMatchObject(shown([{ id: null, title: 'New' }]));
	expect(await remove(byList(), manual)).toMatchObject(shown([]));
	expect([titles(), setUp.sandbox.tags.size]).toEqual([[], 1]);
	await add({ ...byList(), writeInTestRuns: true }, manual);
	expect(titles()).toEqual(['Willo invited']);
});
