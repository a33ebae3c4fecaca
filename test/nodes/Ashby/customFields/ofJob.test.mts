import { jobWithFields } from '../../../../nodes/Ashby/customFields/ofJob.ts';

const fieldsOf = async (customFields?: unknown) => {
	const call = async () => ({ results: { id: 'j', customFields }, moreDataAvailable: false });
	return (await jobWithFields({ call: call as never }, 'j')).customFields;
};

test('custom fields are an object by title, with the values of choices', async () => {
	const interview = { id: '1', title: 'Willo Interview', value: '0f1e', valueLabel: 'First' };
	expect(await fieldsOf([interview, { id: '2', title: 'Level', value: 3 }])).toEqual({
		'Willo Interview': '0f1e',
		Level: 3,
	});
});

test.each([[undefined], [null], [[]]])('%j are no fields', async (customFields) => {
	expect(await fieldsOf(customFields)).toEqual({});
});

test('of fields with the same title, the first one with a value counts', async () => {
	const values = [null, undefined, 'a', 'b'];
	const fields = values.map((value, index) => ({ id: `${index}`, title: 'Link', value }));
	expect(await fieldsOf(fields)).toEqual({ Link: 'a' });
	expect(await fieldsOf(fields.slice(0, 2))).toEqual({ Link: null });
});

test('no title can be mistaken for something else', async () => {
	const fields = ['__proto__', 'constructor'].map((title) => ({ id: title, title, value: 'x' }));
	const found = await fieldsOf(fields);
	expect(Object.keys(found)).toEqual(['__proto__', 'constructor']);
	expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
});
