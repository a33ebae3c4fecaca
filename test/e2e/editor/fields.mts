/** The rows of fields and values in n8n's editor: each list is that of what was picked before it. */
import type { Editor } from '../editor.mts';
import { byTestId } from '../editor.mts';
import { importOwn } from '../templateRun.mts';
import type { Shared } from './shared.mts';

export function fields(shared: Shared): void {
	let editor: Editor;

	/** Opens the panel of an Ashby node that is alone on its canvas, as one that was just added. */
	async function open(resource: string, operation: string): Promise<void> {
		const name = `${resource} ${operation}`;
		const node = { name, type: 'n8n-nodes-ashby-willo.ashby', parameters: { resource, operation } };
		const { id } = await importOwn(shared.everything, [node]);
		editor = await shared.open();
		await editor.openWorkflow(id);
		await editor.openNode(name);
	}

	afterEach(async () => {
		await editor.close();
	});

	/** n8n marks these fields, and no other. */
	async function expectMarked(fields: string[]): Promise<void> {
		const { page } = editor;
		// Lists of choices are loaded by now, which would mark a field without a choice.
		await page.waitForLoadState('networkidle');
		for (const field of fields) {
			await byTestId(page, `parameter-input-${field}`).first().waitFor();
		}
		expect(await byTestId(page, 'parameter-issues').count()).toBe(fields.length);
	}

	test.each([
		['application', 'changeStage', ['applicationId', 'stage']],
		['application', 'getAll', []],
		['candidate', 'addNote', ['candidate', 'note']],
		['candidate', 'getAll', []],
		['connection', 'check', []],
	])(
		'a new node marks what must be filled in, and nothing else: %s %s',
		async (...[resource, operation, required]) => {
			await open(resource, operation);
			await expectMarked(required);
		},
	);

	test('a new node marks the tag as missing, which can be selected from the list', async () => {
		await open('candidate', 'addTag');
		await expectMarked(['candidate', 'tag']);
		expect(await editor.unfold('tag')).toEqual(['Referred', 'Willo invited', 'Willo completed']);
		await editor.choose('Willo invited');
	});

	test('a custom field lists its own values', async () => {
		await open('application', 'setCustomFields');
		expect(await editor.unfold('field')).toEqual([
			'Willo Link (URL)',
			'Willo Score (Number)',
			'Willo Status (Select)',
		]);
		await editor.choose('Willo Status (Select)');
		await editor.chooseMode('value', 'From List');
		expect(await editor.unfold('value')).toEqual(['Invited', 'Completed']);
		await editor.choose('Completed');
	});

	test('a new node marks the feedback form as missing, which lists its fields, and scores from 1 to 4', async () => {
		await open('application', 'submitFeedback');
		await expectMarked(['applicationId', 'feedbackForm', 'field']);
		await editor.unfold('feedbackForm');
		await editor.choose('Video Interview');
		expect(await editor.unfold('field')).toContain('Overall (Score, required)');
		await editor.choose('Overall (Score, required)');
		await editor.chooseMode('value', 'From List');
		expect(await editor.unfold('value')).toEqual(['1', '2', '3', '4']);
		await editor.choose('4');
	});
}
