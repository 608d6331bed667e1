// All facets of one place, such as the sidebar. Python sends them (component.py says how); what a person does is shown
// at once and sent back as [number, what, facet, value, on], again with each message until the server has answered.
// With it go the steps of the address that the page knows of, so that the server can tell when its address is behind.
// No text is read as HTML here.
import { Choice, Leaving, Menu, Rows } from "./menu.js"
import { make, put } from "./group.js"

const KINDS = { rows: Rows, menu: Menu, choice: Choice, out: Leaving }
// What was not answered after so long (ms) is sent again, so often; then the page shows what the server says.
const PATIENCE = 6_000
const TRIES = 10

const drawn = new WeakMap()
let number = 0

const style = new Promise((done) => {
  const href = new URL("facets.css", import.meta.url)
  document.head.append(make("link", { rel: "stylesheet", href }, { onload: done, onerror: done }))
})

// Streamlit calls this for each change of data or theme.
export default async function ({ data, parentElement, setTriggerValue }) {
  await style
  if (!drawn.has(parentElement)) drawn.set(parentElement, new Facets(parentElement))
  drawn.get(parentElement).show(data, (actions) => setTriggerValue("picked", { steps: globalThis.surveyorSteps ?? null, actions }))
}

class Facets {
  constructor(parent) {
    this.groups = new Map()
    this.actions = []
    this.first = make("div")
    this.summary = make("summary")
    this.further = make("div")
    this.more = make("details", {}, {}, this.summary, this.further)
    this.words = make("div", { class: "words", role: "status" })
    this.box = make("div", { class: "surveyor-facets" }, {}, this.first, this.more, this.words)
    parent.append(this.box)
    this.summary.addEventListener("click", (event) => {
      event.preventDefault()
      this.act("more", "", "", !this.more.open)
    })
  }

  show(data, send) {
    // All components of the page send it.
    if (data.steps !== null) globalThis.surveyorSteps = data.steps
    const answered = data.heard !== this.data?.heard
    Object.assign(this, { data, send })
    this.actions = this.actions.filter(([at]) => at > data.heard)
    this.draw()
    if (answered) put(this.words, data.says)
  }

  draw() {
    const { groups, more } = this.data
    this.fill(this.first, groups)
    this.more.hidden = !more
    if (!more) return
    put(this.summary, more.title)
    this.more.open = this.is("more", "", "", more.open)
    this.fill(this.further, more.groups)
  }

  fill(box, specs) {
    const known = [...this.data.groups, ...(this.data.more?.groups ?? [])]
    const shown = specs.map((spec) => {
      const id = `${spec.kind} ${spec.name}`
      if (!this.groups.has(id)) this.groups.set(id, new KINDS[spec.kind](this))
      const group = this.groups.get(id)
      group.show(spec, known)
      return group.box
    })
    if (shown.length !== box.children.length || shown.some((one, i) => one !== box.children[i])) {
      box.replaceChildren(...shown)
    }
  }

  // Whether something is on: as the person last said, else as the server says.
  is(what, facet, value, said) {
    const last = this.actions.findLast(([, did, where, which]) => {
      return where === facet && (did === "clear" ? what === "pick" || what === "out" : did === what && which === value)
    })
    return last ? last[4] : said
  }

  // Return the last value that was set and not answered yet, else what the server says.
  value(what, facet, said) {
    return this.actions.findLast(([, did, where]) => did === what && where === facet)?.[3] ?? said
  }

  act(what, facet, value, on) {
    number = Math.max(number + 1, Date.now())
    this.actions = [...this.actions, [number, what, facet, value, on]]
    this.send(this.actions)
    this.draw()
    this.wait(number, TRIES)
  }

  wait(sent, tries) {
    setTimeout(() => {
      if (!this.box.isConnected || !this.actions.some(([at]) => at === sent)) return
      if (tries) this.send(this.actions)
      else this.actions = []
      this.draw()
      this.wait(sent, tries - 1)
    }, PATIENCE)
  }
}
