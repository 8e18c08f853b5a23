"use strict";
// Keeps a page of `checkmark preview` up to date: what has not changed stays as it is, with what is
// unfolded in it, and so does the place on the page.
(() => {
  let version = document.currentScript.dataset.version;
  document.documentElement.style.overflowAnchor = "none";

  // What each element was when it was served; what a reader unfolds changes the element itself.
  const served = new WeakMap();
  const containers = new Set(["BODY", "MAIN", "ARTICLE", "SECTION", "NAV", "ASIDE", "HEADER", "FOOTER", "DIV", "OL", "UL"]);
  const parts = (element) => [...element.children].filter((part) => part.tagName !== "SCRIPT" && part !== notice);
  const remember = (element) => {
    served.set(element, element.outerHTML);
    if (containers.has(element.tagName)) parts(element).forEach(remember);
  };
  // Only an element without text of its own is taken apart.
  const isContainer = (element) => containers.has(element.tagName) && parts(element).length > 0 &&
    [...element.childNodes].every((node) => node.nodeType !== Node.TEXT_NODE || !node.data.trim());

  const notice = document.createElement("p");
  notice.setAttribute("role", "status");
  Object.assign(notice.style, {
    position: "fixed", insetInline: "1rem", insetBlockEnd: "1rem", margin: "0 auto", maxInlineSize: "40rem", zIndex: "9",
    padding: "0.5rem 1rem", border: "2px solid currentColor", borderRadius: "0.4rem", background: "Canvas", color: "CanvasText",
  });
  const say = (text) => {
    notice.textContent = text || "";
    notice.hidden = !text;
  };

  const replace = (old, fresh) => {
    const unfolded = [...old.querySelectorAll("details")];
    const folded = [...fresh.querySelectorAll("details")];
    if (old.tagName === "DETAILS" && fresh.tagName === "DETAILS") fresh.open = old.open;
    if (unfolded.length === folded.length) folded.forEach((part, place) => { part.open = unfolded[place].open; });
    old.replaceWith(fresh);
    successors.set(old, fresh);
  };

  // The new elements of `fresh` take the places of those of `old` that are not in it any more.
  const renew = (old, fresh) => {
    if (served.get(old) === served.get(fresh)) return;
    if (old.tagName !== fresh.tagName || !isContainer(old) || !isContainer(fresh)) return replace(old, fresh);
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    served.set(old, served.get(fresh));
    align(old, parts(old), parts(fresh));
  };

  const align = (parent, old, fresh) => {
    const places = new Map();
    old.forEach((part, place) => {
      const text = served.get(part);
      places.set(text, [...(places.get(text) || []), place]);
    });
    let from = 0;
    let pending = [];
    const settle = (upTo) => {
      const gone = old.slice(from, upTo);
      const before = old[upTo] || null;
      pending.forEach((part, place) => {
        if (place < gone.length) renew(gone[place], part);
        else if (before) before.before(part);
        else if (parent === document.body) notice.before(part);
        else parent.append(part);
      });
      gone.slice(pending.length).forEach((part) => part.remove());
      pending = [];
    };
    let kept = suffix(old, fresh);
    fresh.forEach((part, number) => {
      const isTail = number >= fresh.length - kept;
      const place = isTail ? old.length - (fresh.length - number)
        : (places.get(served.get(part)) || []).find((place) => place >= from && place < old.length - kept);
      if (place === undefined) return void pending.push(part);
      settle(place);
      from = place + 1;
    });
    settle(old.length);
  };

  // How many elements at the end are the same.
  const suffix = (old, fresh) => {
    let count = 0;
    while (count < Math.min(old.length, fresh.length) &&
      served.get(old[old.length - 1 - count]) === served.get(fresh[fresh.length - 1 - count])) count += 1;
    return count;
  };

  let successors = new WeakMap();

  // The elements in sight, and where they stand.
  const sights = (element) => parts(element).flatMap((part) => {
    const place = part.getBoundingClientRect();
    if (place.bottom <= 0 || place.top >= innerHeight) return [];
    return place.top < 0 && isContainer(part) ? sights(part) : [{ part, top: place.top }];
  });

  const show = (page) => {
    remember(page.body);
    const seen = scrollY > 0 ? sights(document.querySelector("main") || document.body) : [];
    successors = new WeakMap();
    document.title = page.title;
    const styles = [...document.head.querySelectorAll("style")];
    [...page.head.querySelectorAll("style")].forEach((style, place) => {
      if (!styles[place]) document.head.append(document.importNode(style, true));
      else if (styles[place].textContent !== style.textContent) styles[place].textContent = style.textContent;
    });
    renew(document.body, page.body);
    const present = ({ part }) => part.isConnected || successors.get(part)?.isConnected;
    const anchor = seen.find(({ part }) => part.isConnected) || seen.find(present);
    if (!anchor) return;
    const part = anchor.part.isConnected ? anchor.part : successors.get(anchor.part);
    scrollBy({ top: part.getBoundingClientRect().top - anchor.top, behavior: "instant" });
  };

  const wait = (time) => new Promise((done) => setTimeout(done, time));

  const follow = async () => {
    for (;;) {
      try {
        const answer = await fetch(`changes?after=${version}`, { cache: "no-store" });
        if (!answer.ok) throw new Error(answer.status);
        const news = await answer.json();
        if (String(news.version) !== version) {
          const page = await fetch("./", { cache: "no-store" });
          if (!page.ok) throw new Error(page.status);
          show(new DOMParser().parseFromString(await page.text(), "text/html"));
          version = page.headers.get("X-Version");
        }
        say(news.notice);
      } catch {
        say("The preview does not answer. This page goes on as soon as it does; if you have ended it, start it again and open the address that it prints.");
        await wait(1000);
      }
    }
  };

  remember(document.body);
  document.body.append(notice);
  say("");
  follow();
})();
