// One facet: its title, what stands beside it, and buttons for its values. Also what all of them need.

export const written = new Intl.NumberFormat("en-US")
let ids = 0

// Make an element with attributes, properties and what is in it; texts are shown as they are.
export function make(tag, attributes = {}, properties = {}, ...inside) {
  const element = Object.assign(document.createElement(tag), properties)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...inside)
  return element
}

// Change a text or an attribute only where it differs, so that the browser has nothing to do where it does not.
export function put(element, text, attribute) {
  if (!attribute) {
    if (element.textContent !== text) element.textContent = text
  } else if (element.getAttribute(attribute) !== String(text)) element.setAttribute(attribute, text)
}

export class Group {
  constructor(facets) {
    this.facets = facets
    this.title = make("h2", { id: `surveyor-facet-${(ids += 1)}` })
    this.head = make("header", {}, {}, this.title)
    this.box = make("section", { role: "group", "aria-labelledby": this.title.id }, {}, this.head)
  }

  show(spec) {
    this.spec = spec
    put(this.title, spec.title)
    put(this.box, spec.name, "data-facet")
  }

  act(what, value = "", on = true) {
    this.facets.act(what, this.spec.name, value, on)
  }
}

// The buttons of some options: made once for each value, kept in their place, one stop for the Tab key.
export class Buttons {
  constructor(press) {
    this.press = press
    this.made = new Map()
    this.box = make("div", { class: "options" })
    this.box.addEventListener("click", ({ target }) => {
      const button = target.closest("button")
      if (button) this.press(button.value, button.getAttribute("aria-pressed") !== "true")
    })
    this.box.addEventListener("focusin", ({ target }) => this.stop(target))
    this.box.addEventListener("keydown", (event) => this.type(event))
  }

  // Each option has its value, text, count (or none) and whether it is picked.
  show(options) {
    const shown = options.map((option) => this.button(option))
    const { children } = this.box
    if (shown.length !== children.length || shown.some((one, i) => one !== children[i])) this.replace(shown)
    if (!shown.includes(this.at)) this.stop(shown[0])
  }

  replace(shown) {
    const focused = this.box.contains(document.activeElement) && document.activeElement
    this.box.replaceChildren(...shown)
    if (shown.includes(focused)) focused.focus()
  }

  button({ value, text, count, picked }) {
    if (!this.made.has(value)) {
      const [name, number] = [make("span"), make("span", { class: "count" })]
      const button = make("button", { type: "button", tabindex: -1 }, { value }, name, " ", number)
      this.made.set(value, { button, name, number })
    }
    const { button, name, number } = this.made.get(value)
    put(name, text)
    put(button, text, "title")
    put(number, count === undefined ? "" : written.format(count))
    put(button, picked, "aria-pressed")
    button.classList.toggle("none", count === 0)
    return button
  }

  stop(button) {
    if (this.at) this.at.tabIndex = -1
    this.at = button
    if (button) button.tabIndex = 0
  }

  type(event) {
    const all = [...this.box.children]
    const here = all.indexOf(this.at)
    const to = {
      ArrowDown: here + 1, ArrowRight: here + 1, ArrowUp: here - 1, ArrowLeft: here - 1, Home: 0, End: all.length - 1,
    }[event.key]
    if (!all[to]) return
    event.preventDefault()
    event.stopPropagation()
    all[to].focus()
  }
}
