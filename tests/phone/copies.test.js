import assert from "node:assert/strict";
import { test } from "node:test";
import { fetchLink, mailAddress, messageAddress } from "../../app/static/crew/core/copies.js";
import { ApiError } from "../../app/static/crew/api.js";

const LINK = { url: "https://o.example/copy/t", version: 1, until: "2027-02-01T00:00:00.000Z", qr: { size: 25, path: "M0 0h1v1H0z" } };
const handed = { slip_id: "s", state: "submitted", place: "office", version: 1 };

function page(answers, at = { now: 100_000 }) {
  const asked = [];
  const copy = async (id) => (asked.push(id), (answers.length > 1 ? answers.shift() : answers[0])());
  return { ui: {}, asked, at, now: () => at.now, draw: () => {}, api: { copy } };
}

const link = async () => LINK;
const offline = async () => Promise.reject(new ApiError("offline"));

test("a link is asked for once, and again for a new version", async () => {
  const one = page([link]);
  await fetchLink(one, handed);
  await fetchLink(one, handed);
  assert.deepEqual([one.asked.length, one.ui.link.url], [1, LINK.url]);
  await fetchLink(one, { ...handed, version: 2 });
  assert.equal(one.asked.length, 2);
});

test("nothing is asked for what the office does not have", async () => {
  const one = page([link]);
  for (const view of [{ ...handed, place: "phone" }, { ...handed, state: "draft" }, { ...handed, whole_held: true }]) await fetchLink(one, view);
  assert.deepEqual(one.asked, []);
});

test("after a refusal it waits a while, and keeps the reason until a link comes", async () => {
  const one = page([offline, link]);
  await fetchLink(one, handed);
  assert.deepEqual([one.ui.trouble, one.ui.asking, one.ui.link], ["offline", false, undefined]);
  await fetchLink(one, handed);
  assert.equal(one.asked.length, 1);
  one.at.now += 5_000;
  await fetchLink(one, handed);
  assert.deepEqual([one.asked.length, one.ui.trouble, one.ui.link], [2, "", LINK]);
});

test("a mail goes to an address, a message to a number, and whatever was typed harms neither", () => {
  assert.equal(mailAddress("j.lindner@bau.example", "Ä & B", "x\ny"), "mailto:j.lindner@bau.example?subject=%C3%84%20%26%20B&body=x%0Ay");
  assert.equal(mailAddress("0151 234", "a", "b"), "mailto:?subject=a&body=b");
  assert.equal(mailAddress("a@b.de?bcc=c@d.de", "a", "b"), "mailto:a@b.de%3Fbcc%3Dc@d.de?subject=a&body=b");
  assert.equal(messageAddress("+49 (151) 23-45", "a b"), "sms:+491512345?&body=a%20b");
  assert.equal(messageAddress("j.lindner@bau.example", "a"), "sms:?&body=a");
});
