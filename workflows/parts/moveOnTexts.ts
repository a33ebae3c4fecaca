/** The names, expressions, and texts of the template that moves candidates on. */
import { currentEntry } from './candidatesInStage';
import { names as base } from './lanes';
import { CHECK, SAME_CREDENTIALS } from './stickies';

export const names = {
	unwritten: 'Try the Note Again',
	due: 'Time to Ask',
	question: 'Question',
	call: 'Ask in the Background',
	called: 'Ask About One Response',
	candidate: 'Get Candidate and Notes',
	applications: 'Split Out Applications',
	application: 'Get Application',
	unread: 'Try the Application Again',
	inStage: 'Invited and Not Asked',
	ask: 'Ask the Recruiter',
	asked: 'Add Question Note',
	wait: 'Wait for the Decision',
	decision: 'Move On?',
	again: 'Get Application Again',
	still: 'Still in Same Stage',
	move: 'Move to the Next Stage',
};

export const RESPONSE = `($('${base.willoTrigger}').isExecuted ? $('${base.willoTrigger}') : $('${base.responseTrigger}')).item.json`;
export const QUESTION = `$('${names.called}').first().json`;
export const NOTES = `$('${names.candidate}').first().json.notes`;

/**
 * The stage needs no name: the note about the invitation contains the ID of the entry and the key of the participant, so
 * it is the application that this response is about.
 */
export const IS_INVITED_ENTRY = `={{ ((entry) => entry !== undefined && ${NOTES}.some(({ content }) => content?.includes(entry.id) && content.includes(${QUESTION}.participantKey)))(${currentEntry('$json')}) }}`;
export const IS_ASKED = `={{ ${NOTES}.some(({ content }) => content?.includes(${QUESTION}.questionId)) }}`;

export const ASKED = `$('${names.inStage}').first().json`;
export const DECISION = { label: 'Decision', yes: 'Move On', no: 'Leave in Stage' };

export const OVERVIEW = `## Ashby → Willo → one click → next stage

### How it works
Candidates who enter your stage are invited to your Willo interview. When they respond, the response is added to their notes and you get an email. Its link opens a form: **${DECISION.yes}** moves them to the next stage in Ashby, and **${DECISION.no}** does nothing. Opening the link alone decides nothing.

**This workflow never rejects anyone.** Rejecting candidates automatically, for example by score, is restricted by law in several places. Watch the response in Willo and decide for yourself.

### Setup steps
1. **${base.stageTrigger}**: select the Ashby credential, then your **job** and **stage**.
2. **${base.invite}**: select the Willo credential and your **interview**.
3. **${names.ask}**: select your SMTP credential and enter both email addresses. Or replace the node with Slack, Microsoft Teams, or Gmail, with the same link.
4. **${names.move}**: select the **stage** to move candidates to.
5. ${SAME_CREDENTIALS}
6. **Publish.**

### Good to know
The link opens a page of your n8n, so your browser must be able to reach it. A test run doesn't invite anyone, add notes, or move candidates. It does email you if it contains a real response, and then the form moves nobody.
${CHECK}`;

export const CHOOSING = `### 3. Find the application and ask
A candidate may have applied for several jobs. You're only asked about the application that this interview is for, once per response. **${names.asked}** comes after the email: until there is a note, the next try asks.`;

export const MOVING = `### 4. You decide
Each response waits in a separate execution for up to 30 days. A candidate who left the stage before the decision isn't moved.`;
