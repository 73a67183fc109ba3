// Who may do what at the club: its roles, and which login has which of them.

import { newKey } from "../shared/api.js";
import { fill, plural } from "../shared/dom.js";
import { dayTime } from "../shared/format.js";
import { ask } from "./ask.js";
import { action, item, PAGE_SIZE, Panel } from "./panel.js";
import { allowed, endOfDay, permissionFields, tickedOf } from "./permissions.js";

export function roles(office, root, [userId]) {
  const listed = office.api.get("/permissions").then(({ permissions = [] }) => permissions);
  if (userId) {
    ofLogin(office, root, userId);
    return;
  }
  const all = rolesPanel(office, listed);
  root.append(all.node);
  all.refresh();
  if (office.can("user.read")) {
    const logins = loginsPanel(office);
    root.append(logins.node);
    logins.refresh();
  }
}

function nameOfRole(office, { id, name }) {
  return office.texts.roles[id] ?? name;
}

function rolesPanel(office, listed) {
  const { texts, api, can } = office;
  const panel = new Panel(office, {
    name: "roles",
    title: texts.rolesTitle,
    tools: can("role.define")
      ? [action("new-role", texts.roleNew, () => define(office, listed, null, panel), { look: "" })]
      : [],
    read: async () => ({ ...(await api.get("/roles")), permissions: await listed }),
    draw: ({ roles: all = [], permissions }) => {
      const sentences = new Map(permissions.map(({ name, allows }) => [name, allows]));
      return all.map((role) => roleRow(office, role, { sentences, listed, panel }));
    },
  });
  return panel;
}

function roleRow(office, role, { sentences, listed, panel }) {
  const { texts, can } = office;
  const name = nameOfRole(office, role);
  const may = can("role.define") && !role.builtIn;
  return item({
    title: name,
    badge: !role.builtIn && texts.roleOurs,
    notes: [
      plural(texts.roleHolders, role.holders ?? 0),
      allowed(texts.roleGrants, role.permissions ?? [], sentences),
    ],
    actions: [
      may && action("edit-role", texts.roleEdit, () => define(office, listed, role, panel), { of: name }),
      may && action("delete-role", texts.roleDelete, () => remove(office, role, panel), { of: name }),
    ],
    data: { "data-testid": "role-row", "data-role-id": role.id },
  });
}

/** A new role, or what becomes of one. */
async function define(office, listed, role, panel) {
  const { texts, api } = office;
  const held = (await listed).filter((each) => each.held || role?.permissions?.includes(each.name));
  const key = newKey();
  const done = await ask(texts, {
    title: role ? `${texts.roleEdit}: ${role.name}` : texts.roleNew,
    text: role ? texts.roleEditText : texts.roleNewText,
    yes: role ? texts.roleSave : texts.roleMake,
    fields: [
      { name: "name", label: texts.roleName, kind: "text", value: role?.name, required: true, max: 60 },
      ...permissionFields(held, role?.permissions),
    ],
    act: (values) => {
      const body = { name: values.name, permissions: tickedOf(held, values) };
      return role
        ? api.put(`/roles/${encodeURIComponent(role.id)}`, body, { key })
        : api.post("/roles", body, { key });
    },
  });
  if (done) {
    office.say(fill(role ? texts.roleSaved : texts.roleMade, { name: done.name }));
    panel.refresh();
  }
}

async function remove(office, role, panel) {
  const { texts, api } = office;
  const done = await ask(texts, {
    title: texts.roleDeleteAsk,
    text: role.name,
    yes: texts.roleDelete,
    grave: true,
    act: () => api.delete(`/roles/${encodeURIComponent(role.id)}`, { key: newKey() }),
  });
  if (done) {
    office.say(fill(texts.roleDeleted, { name: role.name }));
    panel.refresh();
  }
}

/** Whose roles are to be seen is chosen here. */
function loginsPanel(office) {
  const { texts, api } = office;
  return new Panel(office, {
    name: "logins",
    title: texts.logins,
    none: texts.loginsNone,
    read: (page) => api.get(`/users?page=${page}&pageSize=${PAGE_SIZE}`),
    draw: ({ nodes = [] }) =>
      nodes.map((user) => {
        const name = [user.firstName, user.lastName].filter(Boolean).join(" ") || user.username;
        const open = () => {
          location.hash = `#/roles/${encodeURIComponent(user.id)}`;
        };
        return item({
          title: name,
          notes: [user.email],
          actions: [action("show-roles", texts.show, open, { of: fill(texts.rolesOf, { name }) })],
          data: { "data-testid": "login-row", "data-login-id": user.id },
        });
      }),
  });
}

function ofLogin(office, root, userId) {
  const { texts, api, can } = office;
  const may = can("role.assign") && userId !== office.user.id;
  const panel = new Panel(office, {
    name: "assignments",
    title: texts.rolesHere,
    none: texts.rolesNone,
    tools: [
      may && action("give-role", texts.roleGive, () => give(office, userId, panel), { look: "" }),
      action("back", texts.back, () => {
        location.hash = "#/roles";
      }),
    ].filter(Boolean),
    read: () => api.get(`/role-assignments?userId=${encodeURIComponent(userId)}`),
    draw: ({ assignments = [] }) =>
      assignments.map((each) => assignmentRow(office, each, can("role.assign"), panel)),
  });
  root.append(panel.node);
  panel.refresh();
}

function assignmentRow(office, each, may, panel) {
  const { texts } = office;
  const at = (instant) => dayTime(instant, office.club.timeZone, office.now());
  const name = nameOfRole(office, { id: each.role, name: each.roleName });
  return item({
    title: name,
    badge: texts.roleStates[each.state],
    look: each.state === "HOLDS" ? "good" : "",
    notes: [
      [
        each.beginsAt && fill(texts.roleFrom, { time: at(each.beginsAt) }),
        each.endsAt ? fill(texts.roleTo, { time: at(each.endsAt) }) : texts.roleForGood,
      ]
        .filter(Boolean)
        .join(", "),
    ],
    actions: [
      may && action("take-role", texts.roleTake, () => take(office, each, name, panel), { of: name }),
    ],
    data: { "data-testid": "assignment-row", "data-assignment-id": each.role },
  });
}

async function give(office, userId, panel) {
  const { texts, api } = office;
  const { roles: all = [] } = await api.get("/roles");
  const done = await ask(texts, {
    title: texts.roleGive,
    text: texts.roleGiveText,
    yes: texts.roleGive,
    fields: [
      {
        name: "role",
        label: texts.roleWhich,
        kind: "select",
        options: [["", texts.choose], ...all.map((role) => [role.id, nameOfRole(office, role)])],
        required: true,
      },
      { name: "endsAt", label: texts.roleUntil, kind: "date", hint: texts.roleUntilHint },
    ],
    act: ({ role, endsAt }) =>
      api.put(
        `/users/${encodeURIComponent(userId)}/roles/${encodeURIComponent(role)}`,
        endsAt ? { endsAt: endOfDay(endsAt, office.club.timeZone) } : {},
        { key: newKey() },
      ),
  });
  if (done) {
    office.say(fill(texts.roleGiven, { name: nameOfRole(office, { id: done.role, name: done.roleName }) }));
    panel.refresh();
  }
}

async function take(office, { userId, role }, name, panel) {
  const { texts, api } = office;
  const done = await ask(texts, {
    title: texts.roleTakeAsk,
    text: name,
    yes: texts.roleTake,
    grave: true,
    act: () =>
      api.delete(`/users/${encodeURIComponent(userId)}/roles/${encodeURIComponent(role)}`, { key: newKey() }),
  });
  if (done) {
    office.say(fill(texts.roleTaken, { name }));
    panel.refresh();
  }
}
