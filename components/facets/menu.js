// The kinds of facets: all values in sight, a box to type in, a menu of one choice, and the values that are left out.
import { Buttons, Group, make, put, written } from "./group.js"

// So many values are shown of those that fit what was typed.
const MOST = 100

// A facet with all its values in sight.
export class Rows extends Group {
  constructor(facets) {
    super(facets)
    this.clear = make("button", { type: "button", class: "clear" }, {}, "Clear")
    this.clear.addEventListener("click", () => {
      this.act("clear", "", false)
      this.focus()
    })
    this.buttons = new Buttons((value, on) => this.act(this.what, value, on))
    this.what = "pick"
    this.head.append(this.clear)
    this.box.append(this.buttons.box)
  }

  show(spec, known) {
    super.show(spec)
    this.options = this.read(spec, known)
    this.picked = this.options.filter((option) => option.picked)
    this.clear.hidden = !this.picked.length
    put(this.clear, `Clear ${spec.title}`, "aria-label")
    this.box.classList.toggle("short", Boolean(spec.short))
    this.showAll(spec.all)
    this.showYears(spec.years)
    this.showOptions()
  }

  read(spec) {
    const picked = new Set(spec.picked)
    return spec.options.map(([value, text, count]) => {
      return { value, text, count, picked: this.facets.is(this.what, spec.name, value, picked.has(value)) }
    })
  }

  showOptions() {
    this.buttons.show(this.options)
  }

  focus() {
    this.buttons.at?.focus()
  }

  showAll(on) {
    if (typeof on !== "boolean") return
    if (!this.all) {
      this.all = make("input", { type: "checkbox" })
      this.all.addEventListener("change", () => this.act("all", "", this.all.checked))
      const about = { title: "A paper must have all values chosen here." }
      this.head.append(make("label", about, {}, this.all, "All of"))
    }
    this.all.checked = this.facets.is("all", this.spec.name, "", on)
  }

  showYears(years) {
    if (!years) return
    const [first, last, ...ends] = years
    if (!this.ends) {
      this.ends = ["From year", "To year"].map((name) => make("select", { "aria-label": name }))
      for (const end of this.ends) {
        end.addEventListener("change", () => this.act("years", this.ends.map(({ value }) => value).join("-")))
      }
      this.head.append(make("span", { class: "range" }, {}, this.ends[0], " – ", this.ends[1]))
    }
    const shown = this.facets.value("years", this.spec.name, ends.join("-")).split("-")
    this.ends.forEach((end, i) => {
      const offered = Array.from({ length: last - first + 1 }, (_, year) => [String(first + year), String(first + year)])
      offer(end, offered, shown[i])
    })
  }
}

// A facet with many values: the picked ones are in sight, the others come below the box when it is used.
export class Menu extends Rows {
  constructor(facets) {
    super(facets)
    this.field = make("input", { type: "search", autocomplete: "off", spellcheck: "false" })
    this.found = new Buttons((value, on) => this.act(this.what, value, on))
    this.rest = make("p")
    this.list = make("div", { class: "list", hidden: "" }, {}, this.found.box, this.rest)
    this.box.insertBefore(make("div", { class: "menu" }, {}, this.field, this.list), this.buttons.box)
    this.listen()
  }

  listen() {
    const { box, field, found, list } = this
    field.addEventListener("click", () => this.open())
    field.addEventListener("input", () => this.open())
    field.addEventListener("keydown", (event) => this.type(event))
    // The box keeps the focus when a value is clicked, also where a click does not focus a button.
    list.addEventListener("mousedown", (event) => event.preventDefault())
    found.box.addEventListener("keydown", ({ key }) => key === "ArrowUp" && field.focus())
    box.addEventListener("keydown", ({ key }) => key === "Escape" && this.close(true))
    box.addEventListener("focusout", ({ relatedTarget }) => !box.contains(relatedTarget) && this.close())
  }

  showOptions() {
    const all = this.options.length
    put(this.field, this.spec.title, "aria-label")
    put(this.field, this.spec.kind === "out" ? "Nothing" : `All ${all}`, "placeholder")
    this.buttons.show(this.picked)
    if (!this.list.hidden) this.showFound()
  }

  showFound() {
    const wanted = this.field.value.trim().toLowerCase()
    const begins = ({ text }) => text.toLowerCase().startsWith(wanted)
    const fits = this.options.filter(({ text }) => text.toLowerCase().includes(wanted))
    const ordered = wanted ? [...fits.filter(begins), ...fits.filter((option) => !begins(option))] : fits
    this.first = wanted ? ordered[0] : null
    this.found.show(ordered.slice(0, MOST))
    const more = ordered.length - MOST
    put(this.rest, !ordered.length ? "No such value" : more > 0 ? `and ${written.format(more)} more: type to find them` : "")
  }

  open() {
    this.list.hidden = false
    this.showFound()
    this.list.scrollIntoView({ block: "nearest" })
  }

  close(stay) {
    if (this.list.hidden) return
    if (stay) this.field.focus()
    this.list.hidden = true
    this.found.show([])
    this.field.value = ""
  }

  focus() {
    this.field.focus()
  }

  type(event) {
    if (event.key === "ArrowDown") {
      this.open()
      this.found.at?.focus()
    } else if (event.key === "Enter" && this.first) {
      const { value, picked } = this.first
      this.field.value = ""
      this.act(this.what, value, !picked)
    } else return
    event.preventDefault()
  }
}

// The values of all facets, of which papers with a picked one are left out.
export class Leaving extends Menu {
  constructor(facets) {
    super(facets)
    this.what = "out"
  }

  read(spec, known) {
    const picked = new Set(spec.picked)
    const named = known.filter(({ kind, name }) => kind !== "choice" && spec.of.includes(name))
    return named.flatMap(({ name, title, options }) =>
      options.map(([value, text]) => {
        const id = `${name}=${value}`
        return { value: id, text: `${title}: ${text}`, picked: this.facets.is("out", spec.name, id, picked.has(id)) }
      }),
    )
  }
}

// A menu of which one value is chosen.
export class Choice extends Group {
  constructor(facets) {
    super(facets)
    this.menu = make("select")
    this.menu.addEventListener("change", () => this.act("choice", this.menu.value))
    this.box.append(this.menu)
  }

  show(spec) {
    super.show(spec)
    put(this.menu, spec.title, "aria-label")
    put(this.menu, spec.about, "title")
    this.menu.disabled = spec.options.length < 2
    offer(this.menu, spec.options, this.facets.value("choice", spec.name, spec.value))
  }
}

// Let a menu offer (value, text) and show one of them; texts change in place.
function offer(menu, offered, shown) {
  const same = menu.options.length === offered.length && offered.every(([value], i) => menu.options[i].value === value)
  if (same) offered.forEach(([, text], i) => put(menu.options[i], text))
  else menu.replaceChildren(...offered.map(([value, text]) => make("option", {}, { value }, text)))
  if (menu.value !== shown) menu.value = shown
}
