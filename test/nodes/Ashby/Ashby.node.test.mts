import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { resources } from '../../../nodes/Ashby/actions/index.ts';
import { Ashby } from '../../../nodes/Ashby/Ashby.node.ts';

const node = new Ashby();
const { properties } = node.description;
const named = (name: string): INodeProperties[] => properties.filter((each) => each.name === name);
const values = ({ options }: INodeProperties) =>
	(options as INodePropertyOptions[]).map(({ value }) => String(value));

/** The names that saved workflows rely on. */
test('the public contract: names of the node, resources, operations, and parameters of addNote', () => {
	expect([node.description.name, node.description.displayName]).toEqual(['ashby', 'Ashby']);
	const operations = named('operation').map((property) => [
		property.displayOptions?.show?.resource?.[0],
		values(property),
	]);
	expect(operations.map(([resource]) => resource)).toEqual(values(named('resource')[0]));
	expect(Object.fromEntries(operations)).toEqual({
		application: ['changeStage', 'get', 'getAll', 'setCustomFields', 'submitFeedback'],
		candidate: ['addNote', 'addTag', 'get', 'getAll', 'getNotes', 'removeTag', 'setCustomFields'],
		connection: ['check'],
		customField: ['setChoices'],
		job: ['get', 'getAll'],
	});
	const ofAddNote = properties.filter(({ displayOptions }) =>
		displayOptions?.show?.operation?.includes('addNote'),
	);
	const options = ofAddNote.flatMap((each) => (each.name === 'options' ? each.options! : []));
	const names = [...ofAddNote, ...options].map(({ name }) => name);
	expect(names).toEqual([
		...['candidate', 'noteFormat', 'note', 'note', 'writeInTestRuns', 'options'],
		...['createdAt', 'fallbackEmail', 'fallbackName', 'notesContain', 'isPrivate', 'passInputOn'],
		...['sendNotifications', 'identifyingText', 'skipIfNotFound'],
	]);
});

test('every operation that writes processes all items, and writes nothing in test runs by default', () => {
	const writing = Object.entries(resources).flatMap(([resource, { operations }]) =>
		Object.entries(operations)
			.filter(([, { finishesAll }]) => finishesAll)
			.map(([operation]) => `${resource}.${operation}`),
	);
	expect(writing).toEqual([
		...['changeStage', 'setCustomFields', 'submitFeedback'].map((name) => `application.${name}`),
		...['addNote', 'addTag', 'removeTag', 'setCustomFields'].map((name) => `candidate.${name}`),
	]);
	const switches = named('writeInTestRuns');
	expect(switches.filter(({ default: value }) => value !== false)).toEqual([]);
	const switched = switches.map(({ displayOptions }) => {
		const { resource, operation } = displayOptions!.show!;
		return `${String(resource?.[0])}.${String(operation?.[0])}`;
	});
	// This one writes once for all items.
	expect(switched).toEqual([...writing, 'customField.setChoices']);
});

test('the field for a note as HTML replaces the one for a text', () => {
	const formats = named('note').map(({ displayOptions }) => displayOptions?.show?.noteFormat);
	expect(formats).toEqual([['text'], ['html']]);
});

test('every method that a parameter names exists', () => {
	const all = JSON.stringify(properties);
	const used = (key: string) =>
		new Set([...all.matchAll(new RegExp(`"${key}":"(\\w+)"`, 'g'))].map(([, name]) => name));
	const { listSearch, loadOptions } = node.methods;
	expect(used('searchListMethod')).toEqual(new Set(Object.keys(listSearch)));
	expect(used('loadOptionsMethod')).toEqual(new Set(Object.keys(loadOptions)));
});
