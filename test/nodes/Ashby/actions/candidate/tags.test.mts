import type { INodeParameters } from 'n8n-workflow';

import type { Candidate, Tag } from '../../../../sandbox/ashby.mts';
import type { ContextOptions } from '../../../../support/nodeWorkflow.mts';
import { rejection } from '../../../../support/rejection.mts';
import { setUpAshby } from '../../setUp.mts';

const setUp = setUpAshby();
let ada: Candidate;
let invited: Tag;

beforeEach(() => {
	ada = setUp.sandbox.addCandidate({ name: 'Ada', email: 'ada@example.com' });
	invited = setUp.sandbox.addTag('Willo invited');
});

const tagBy = (mode: string, value: string) => ({ tag: { __rl: true, mode, value } });
const byList = () => tagBy('list', invited.id);

const change = async (
	operation: string,
	parameters: INodeParameters,
	options: Partial<ContextOptions> = {},
) => {
	const candidate = { __rl: true, mode: 'id', value: ada.id };
	const all = { resource: 'candidate', operation, candidate, ...parameters };
	return (await setUp.run(all, undefined, options)).map(({ json }) => json);
};
const add = async (parameters: INodeParameters, options?: Partial<ContextOptions>) =>
	await change('addTag', parameters, options);
const remove = async (parameters: INodeParameters, options?: Partial<ContextOptions>) =>
	await change('removeTag', parameters, options);

const titles = () => ada.tagIds.map((id) => setUp.sandbox.tags.get(id)?.title);

describe('addTag', () => {
	test.each([
		['list', () => byList()],
		['a title in the list', () => tagBy('list', 'Willo invited')],
		['id', () => tagBy('id', ` ${invited.id} `)],
		['name', () => tagBy('name', ' willo\u00a0 INVITED ')],
	] as const)('by %s gives the candidate with the tag', async (_, tag) => {
		const [row] = await add(tag());
		expect(row).toMatchObject({ id: ada.id, tags: [{ id: invited.id, title: 'Willo invited' }] });
		expect(titles()).toEqual(['Willo invited']);
	});

	test.each(['accepted', 'refused'] as const)('again changes nothing: %s', async (tagUnchanged) => {
		setUp.sandbox.switches.tagUnchanged = tagUnchanged;
		const [first] = await add(byList());
		const [second] = await add(byList());
		expect(second.tags).toEqual(first.tags);
		expect(titles()).toEqual(['Willo invited']);
	});

	test.each(['accepted', 'refused'] as const)(
		'continues after a lost response: %s',
		async (tagUnchanged) => {
			setUp.sandbox.switches.tagUnchanged = tagUnchanged;
			let isLost = true;
			setUp.sandbox.fault = () => {
				if (!isLost) return undefined;
				isLost = false;
				return { kind: 'dropAfter' };
			};
			const [row] = await add(byList());
			expect(row).toMatchObject({ tags: [{ id: invited.id }] });
			expect(setUp.sent('candidate.addTag')).toHaveLength(2);
		},
	);

	test('with an unknown tag says so, or creates it', async () => {
		const completed = tagBy('name', 'Willo completed');
		const error = await rejection(add(completed));
		expect(error.message).toBe("No tag in Ashby is called 'Willo completed'");
		expect(error.description).toContain("'Create If Not Found'");
		const [row] = await add({ ...completed, options: { createIfNotFound: true } });
		expect(row.tags).toMatchObject([{ title: 'Willo completed' }]);
		expect(setUp.sent('candidateTag.create')).toEqual([{ title: 'Willo completed' }]);
	});

	test('creates one tag for many candidates', async () => {
		const people = ['Bea', 'Cid'].map((name) => setUp.sandbox.addCandidate({ name }));
		const parameters = {
			resource: 'candidate',
			operation: 'addTag',
			candidate: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			...tagBy('name', 'New'),
			options: { createIfNotFound: true },
		};
		const output = await setUp.run(
			parameters,
			people.map(({ id }) => ({ json: { id } })),
		);
		expect(output.map(({ json }) => json.name)).toEqual(['Bea', 'Cid']);
		expect(setUp.sent('candidateTag.create')).toHaveLength(1);
	});

	test('distinguishes tags with the same name by their exact spelling', async () => {
		setUp.sandbox.addTag('WILLO INVITED');
		const error = await rejection(add(tagBy('name', 'willo invited')));
		expect(error.message).toBe("2 tags in Ashby are called 'willo invited'");
		const [row] = await add(tagBy('name', 'WILLO INVITED'));
		expect(row.tags).toMatchObject([{ title: 'WILLO INVITED' }]);
	});

	test('that Ashby refuses for another reason says why', async () => {
		const error = await rejection(add(tagBy('id', ada.id)));
		expect(error.message).toContain('Candidate tag not found');
	});
});

describe('removeTag', () => {
	beforeEach(() => setUp.sandbox.tag(ada.id, invited.id));

	test.each([
		['list', () => byList()],
		['name', () => tagBy('name', 'willo invited')],
	] as const)('by %s gives the candidate without the tag', async (_, tag) => {
		const [row] = await remove(tag());
		expect(row).toMatchObject({ id: ada.id, tags: [] });
		expect(titles()).toEqual([]);
	});

	test.each(['accepted', 'refused'] as const)('again changes nothing: %s', async (tagUnchanged) => {
		setUp.sandbox.switches.tagUnchanged = tagUnchanged;
		await remove(byList());
		const [row] = await remove(byList());
		expect(row).toMatchObject({ id: ada.id, tags: [] });
	});

	test('with a tag that the candidate doesn’t have changes nothing', async () => {
		const [row] = await remove(tagBy('name', 'Other'));
		expect(row).toMatchObject({ id: ada.id, tags: [{ id: invited.id }] });
		expect(setUp.sent('candidate.removeTag')).toEqual([]);
	});
});

describe('in a test run', () => {
	const mode = 'manual' as const;

	test('only shows what would change', async () => {
		const common = { testRun: true, id: ada.id };
		const tags = [{ id: invited.id, title: 'Willo invited' }];
		await expect(add(tagBy('name', 'willo invited'), { mode })).resolves.toMatchObject([
			{ ...common, tags },
		]);
		const options = { createIfNotFound: true };
		await expect(add({ ...tagBy('name', 'New'), options }, { mode })).resolves.toMatchObject([
			{ ...common, tags: [{ id: null, title: 'New' }] },
		]);
		await expect(remove(byList(), { mode })).resolves.toMatchObject([{ ...common, tags: [] }]);
		expect([titles(), setUp.sandbox.tags.size]).toEqual([[], 1]);
	});

	test('changes it if Write in Test Runs is on', async () => {
		await add({ ...byList(), writeInTestRuns: true }, { mode });
		expect(titles()).toEqual(['Willo invited']);
	});
});
