"""A reader of Klad's formats, written from crypto/FORMAT.md alone.

Section numbers are those of FORMAT.md. A Refused says that something did not
verify or open.
"""

import base64
import hashlib
import hmac
import re

import nacl.bindings
import nacl.exceptions
from google.protobuf import unknown_fields


class Refused(Exception):
    """Something did not verify, parse or open."""


def require(condition, what):
    if not condition:
        raise Refused(what)


# 1. Notation


def u32(number):
    return number.to_bytes(4, 'big')


def u64(number):
    return number.to_bytes(8, 'big')


def lp(data):
    return u32(len(data)) + data


def parse(message_type, data):
    """A message without unknown fields or enum values, at any depth."""
    message = message_type()
    try:
        message.ParseFromString(data)
    except Exception as error:
        raise Refused(f'malformed {message_type.__name__}') from error
    _check_known(message)
    return message


def _check_known(message):
    require(len(unknown_fields.UnknownFieldSet(message)) == 0,
            'needs a newer klad')
    for field, value in message.ListFields():
        values = value if field.label == field.LABEL_REPEATED else [value]
        for item in values:
            if field.type == field.TYPE_MESSAGE:
                _check_known(item)
            elif field.type == field.TYPE_ENUM:
                require(item in field.enum_type.values_by_number,
                        'needs a newer klad')


# 2. Primitives


def H(domain, data):
    return hashlib.blake2b(data, digest_size=32,
                           person=domain.encode()).digest()


def blake2b(size, key, data):
    return hashlib.blake2b(data, digest_size=size, key=key).digest()


def x25519(scalar, point):
    require(len(point) == 32, 'does not open')
    try:
        return nacl.bindings.crypto_scalarmult(scalar, point)
    except nacl.exceptions.CryptoError as error:
        raise Refused('does not open') from error


def ed25519_verify(public, message, signature):
    require(len(public) == 32 and len(signature) == 64,
            'a signature does not verify')
    try:
        nacl.bindings.crypto_sign_open(signature + message, public)
    except nacl.exceptions.CryptoError as error:
        raise Refused('a signature does not verify') from error


def argon2id(passphrase, salt, memory, passes):
    return nacl.bindings.crypto_pwhash_alg(
        32, passphrase, salt, passes, memory,
        nacl.bindings.crypto_pwhash_ALG_ARGON2ID13)


_P = 2**256 - 2**224 + 2**192 + 2**96 - 1
_N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551
_G = (0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296,
      0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5)


def _p256_add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0]:
        if (a[1] + b[1]) % _P == 0:
            return None
        slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, _P)
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, _P)
    x = (slope * slope - a[0] - b[0]) % _P
    return x, (slope * (a[0] - x) - a[1]) % _P


def p256_public(scalar):
    """The compressed public key of a scalar."""
    point, power = None, _G
    while scalar:
        if scalar & 1:
            point = _p256_add(point, power)
        power = _p256_add(power, power)
        scalar >>= 1
    return bytes([2 + point[1] % 2]) + point[0].to_bytes(32, 'big')


# 3. Contexts


def context(label, organisation, *fields):
    out = lp(label.encode()) + lp(organisation)
    for field in fields:
        out += lp(u64(field) if isinstance(field, int) else field)
    return out


# 4. Keys and sealing


def derive(key, where):
    return blake2b(32, key, where)


def open_sealed(key, where, sealed):
    require(len(sealed) >= 72, 'does not open')
    x = blake2b(64, key, sealed[:24] + where)
    require(hmac.compare_digest(sealed[24:56], x[32:]), 'does not open')
    try:
        return nacl.bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
            sealed[56:], where, bytes(24), x[:32])
    except nacl.exceptions.CryptoError as error:
        raise Refused('does not open') from error


def unpad(padded):
    size = len(padded)
    require(size >= 256 and size & (size - 1) == 0, 'does not open')
    plain = padded.rstrip(b'\0')
    require(plain.endswith(b'\x80'), 'does not open')
    return plain[:-1]


def open_padded(key, where, sealed):
    return unpad(open_sealed(key, where, sealed))


def tls_scalar(secret, where):
    return 1 + int.from_bytes(blake2b(64, secret, where), 'big') % (_N - 1)


def open_envelope(scalar, where, envelope):
    require(len(envelope) >= 32, 'does not open')
    ephemeral = envelope[:32]
    shared = x25519(scalar, ephemeral)
    mine = nacl.bindings.crypto_scalarmult_base(scalar)
    key = blake2b(32, shared, ephemeral + mine + where)
    return open_sealed(key, where, envelope[32:])


# 5. Signatures and links

NOTHING = bytes(32)


def verify(public, where, body, signature):
    ed25519_verify(public, where + lp(body), signature)


def hash_signed(signed):
    return H('klad1.signed',
             lp(signed.author) + lp(signed.body) + lp(signed.signature) +
             lp(signed.countersignature))


def next_link(previous, signed):
    return H('klad1.link', previous + hash_signed(signed))


# 6. Identity


class Keys:
    """What a seed and a TLS scalar give."""

    def __init__(self, seed, scalar, organisation):
        self.sign, self._sign_secret = nacl.bindings.crypto_sign_seed_keypair(
            derive(seed, context('klad/1/identity-sign', organisation)))
        self.box_scalar = derive(
            seed, context('klad/1/identity-box', organisation))
        self.box = nacl.bindings.crypto_scalarmult_base(self.box_scalar)
        self.tls = p256_public(scalar)
        self.state_key = derive(
            seed, context('klad/1/identity-state', organisation))

    def sign_body(self, where, body):
        return nacl.bindings.crypto_sign(where + lp(body),
                                         self._sign_secret)[:64]


def unpack_identity(packed, message_type):
    """(about, keys) of a packed identity."""
    require(len(packed) > 64, 'not an identity')
    about = parse(message_type, packed[64:])
    require(
        len(about.organisation) == 16 and len(about.member) == 16 and
        len(about.founding) == 32 and len(about.ca) == 32 and about.server,
        'not an identity')
    keys = Keys(packed[:32], int.from_bytes(packed[32:64], 'big'),
                about.organisation)
    return about, keys


# 7. Identity file


def open_identity_file(data, passphrase):
    """The packed identity."""
    magic = b'klad identity 1\n'
    bucket = len(data) - 32 - 72
    require(
        data.startswith(magic) and bucket >= 256 and
        bucket & (bucket - 1) == 0, 'not an identity file')
    key = argon2id(passphrase, data[16:32], 256 << 20, 3)
    return open_padded(key, context('klad/1/identity-file', b''), data[32:])


# 8. Recovery kit


def parse_kit(code):
    """(secret, first half of the founding hash)."""
    code = code.strip()
    if code.upper().startswith('KLAD-KIT'):
        code = code[8:]
    code = re.sub(r'[\s-]', '', code).upper()
    code = code.replace('O', '0').replace('I', '1').replace('L', '1')
    alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
    require(
        len(code) == 56 and all(c in alphabet for c in code),
        'not a recovery kit code')
    number = 0
    for symbol in code:
        number = number << 5 | alphabet.index(symbol)
    data = number.to_bytes(35, 'big')
    require(H('klad1.kit', data[:32])[:3] == data[32:],
            'not a recovery kit code')
    return data[:16], data[16:32]


def kit_keys(secret, organisation):
    seed = derive(secret, context('klad/1/kit-seed', organisation))
    scalar = tls_scalar(seed, context('klad/1/identity-tls', organisation))
    return Keys(seed, scalar, organisation)


# 9. Lines


def parse_line(line, prefix, domain, message_type):
    line = re.sub(r'\s', '', line)
    require(line.startswith(prefix), 'not such a line')
    text = line[len(prefix):]
    try:
        data = base64.urlsafe_b64decode(text + '=' * (-len(text) % 4))
    except ValueError as error:
        raise Refused('not such a line') from error
    require(H(domain, data[:-4])[:4] == data[-4:], 'not such a line')
    return parse(message_type, data[:-4])


def parse_door(line, message_type):
    return parse_line(line, 'klad1.', 'klad1.door', message_type)


def parse_invitation(line, message_type):
    return parse_line(line, 'klad1-join.', 'klad1.invitation', message_type)


def parse_move(line, message_type):
    return parse_line(line, 'klad1-move.', 'klad1.move', message_type)


def invitation_keys(secret, organisation):
    seed = derive(secret, context('klad/1/invitation-seed', organisation))
    scalar = tls_scalar(seed, context('klad/1/identity-tls', organisation))
    return Keys(seed, scalar, organisation)


def move_tls(move):
    return p256_public(
        tls_scalar(move.secret, context('klad/1/move-tls', move.organisation,
                                        move.member)))


def open_proposal(move, sealed):
    bound = context('klad/1/move-proposal', move.organisation, move.member)
    return open_padded(derive(move.secret, bound), bound, sealed)


def door_tls(door):
    return p256_public(
        tls_scalar(door.secret, context('klad/1/door-tls',
                                        door.organisation)))


# 23. Tokens


def parse_token(text):
    """(packed identity, serialized Position, certificate in DER)."""
    text = text.strip()
    require(text.startswith('kladt1.'), 'not a token')
    text = text[7:]
    try:
        data = base64.urlsafe_b64decode(text + '=' * (-len(text) % 4))
    except ValueError as error:
        raise Refused('not a token') from error
    rest, checksum = data[:-4], data[-4:]
    require(H('klad1.token', rest)[:4] == checksum, 'not a token')
    parts = []
    for _ in range(3):
        size = int.from_bytes(rest[:4], 'big')
        require(len(rest) >= 4 + size, 'not a token')
        parts.append(rest[4:4 + size])
        rest = rest[4 + size:]
    require(not rest, 'not a token')
    return tuple(parts)


# 10. Words


def words(head, word_list):
    number = int.from_bytes(H('klad1.words', head)[:11], 'big')
    return ' '.join(word_list[number >> 11 * (7 - i) & 2047]
                    for i in range(8))


# 11. Roster: entries


class Roster:
    """Signatures, links and times of a roster; not the table of section 13."""

    def __init__(self, organisation, entry_type):
        self.organisation = organisation
        self.entry_type = entry_type
        self.entries = []
        self.links = [NOTHING]
        self.invited = {}  # invitation -> member
        self.founding = None
        self.sign_keys = {}  # author -> [(position, Ed25519 key), ...]
        self.role_epochs = {}  # role -> [RoleKey, ...]
        self.safe_epochs = {}  # safe -> [SafeKey, ...]
        self.sealed_names = {}  # safe -> (epoch, sealed name)

    def apply(self, signed):
        entry = parse(self.entry_type, signed.body)
        kind = entry.WhichOneof('kind')
        row = getattr(entry, kind)
        require((kind == 'founded') == (not self.entries), 'founding')
        if kind == 'founded':
            require(
                row.organisation == self.organisation and
                signed.author == row.founder, 'founding')
            self.founding = hash_signed(signed)
            author = row.keys.sign
        else:
            require(signed.author in self.sign_keys, 'unknown author')
            author = self.sign_keys[signed.author][-1][1]
            require(entry.time_ms >= self.entries[-1].time_ms, 'time falls')
        self._verify(signed, author, self._countersigner(kind, row))
        self.entries.append(entry)
        self.links.append(next_link(self.links[-1], signed))
        self._take(kind, row, signed.author)

    @staticmethod
    def _countersigner(kind, row):
        if kind == 'founded':
            return row.kit_keys.sign
        if kind in ('joined', 'moved', 'tool_made', 'kit_added'):
            return row.keys.sign
        return None

    def _verify(self, signed, author, countersigner):
        place = (len(self.entries) + 1, self.links[-1], signed.author)
        verify(author,
               context('klad/1/roster-entry', self.organisation, *place),
               signed.body, signed.signature)
        if countersigner is None:
            require(not signed.countersignature, 'countersignature')
            return
        verify(
            countersigner,
            context('klad/1/roster-countersign', self.organisation, *place,
                    countersigner), signed.body, signed.countersignature)

    def _name(self, author, key):
        self.sign_keys.setdefault(author, []).append((len(self.entries), key))

    def _take(self, kind, row, author):
        if kind == 'founded':
            self._name(row.founder, row.keys.sign)
            self._name(row.kit, row.kit_keys.sign)
            for key in row.role_keys:
                self.role_epochs[key.role] = [key]
        elif kind == 'invited':
            self._name(row.invitation, row.keys.sign)
            self.invited[row.invitation] = row.member
        elif kind == 'joined':
            self._name(self.invited[row.invitation], row.keys.sign)
        elif kind == 'moved':
            self._name(author, row.keys.sign)
        elif kind == 'tool_made':
            self._name(row.tool, row.keys.sign)
        elif kind == 'kit_added':
            self._name(row.kit, row.keys.sign)
        elif kind == 'role_defined':
            self.role_epochs[row.key.role] = [row.key]
        elif kind == 'role_epoch':
            self.role_epochs[row.role].append(row)
        elif kind == 'safe_created':
            self.safe_epochs[row.key.safe] = [row.key]
            self.sealed_names[row.key.safe] = (1, row.sealed_name)
        elif kind == 'safe_epoch':
            self.safe_epochs[row.safe].append(row)
        elif kind == 'safe_renamed':
            self.sealed_names[row.safe] = (row.epoch, row.sealed_name)

    def sign_key_at(self, member, position):
        known = [key for at, key in self.sign_keys[member] if at <= position]
        require(known, 'unknown author')
        return known[-1]


# 14. Keys of roles and safes


def role_box_scalar(seed, organisation, role, epoch):
    return derive(
        seed, context('klad/1/role-box', organisation, role.encode(), epoch))


def check_role_seed(roster, role, epoch, seed):
    scalar = role_box_scalar(seed, roster.organisation, role, epoch)
    require(
        nacl.bindings.crypto_scalarmult_base(scalar) == roster.role_epochs[
            role][epoch - 1].box, 'not the key that the roster names')
    return seed


def check_safe_key(roster, safe, epoch, key):
    commitment = derive(
        key, context('klad/1/commitment', roster.organisation, safe, epoch))
    require(commitment == roster.safe_epochs[safe][epoch - 1].commitment,
            'not the key that the roster names')
    return key


def open_previous(roster, purpose, subject, epoch, secret, sealed):
    return open_sealed(
        secret,
        context('klad/1/previous-epoch', roster.organisation, purpose, subject,
                epoch - 1), sealed)


def open_key_envelope(roster, record, scalar, *recipient):
    """The secret of an EpochEnvelopes record.

    The recipient is (b'member', id), (b'invitation', id) or (b'role', name,
    epoch).
    """
    box = nacl.bindings.crypto_scalarmult_base(scalar)
    purpose = record.key.WhichOneof('kind').encode()
    subject = record.key.role.encode() or record.key.safe
    where = context('klad/1/envelope', roster.organisation, purpose, subject,
                    record.epoch, *recipient, box)
    for envelope in record.envelopes:
        if envelope.box == box:
            return open_envelope(scalar, where, envelope.sealed)
    raise Refused('no envelope')


# 16. Names


def open_safe_name(roster, safe, safe_key):
    epoch, sealed = roster.sealed_names[safe]
    where = context('klad/1/safe-name', roster.organisation, safe, epoch)
    return open_padded(safe_key, where, sealed).decode()


# 17. Credentials: the two parts

OVERVIEW, SECRET = 1, 2


def open_part(safe_key, header, kind, sealed):
    """`safe_key` is that of the part's epoch."""
    part = header.overview if kind == OVERVIEW else header.secret
    require(H('klad1.part', sealed) == part.hash, 'does not open')
    key = open_sealed(
        safe_key,
        context('klad/1/part-wrap', header.organisation, header.safe,
                header.credential, kind, part.version, part.epoch), part.wrap)
    at = part.origin if part.HasField('origin') else None
    return open_padded(
        key,
        context('klad/1/part-body', header.organisation,
                at.safe if at else header.safe, header.credential, kind,
                at.version if at else part.version), sealed)


def parse_secret(plaintext):
    """[(kind, name, value), ...]."""
    entries, last = [], 0
    while plaintext:
        require(len(plaintext) >= 3, 'malformed secret')
        kind, length = plaintext[0], int.from_bytes(plaintext[1:3], 'big')
        name, plaintext = plaintext[3:3 + length], plaintext[3 + length:]
        require(len(name) == length and len(plaintext) >= 4,
                'malformed secret')
        size = int.from_bytes(plaintext[:4], 'big')
        value, plaintext = plaintext[4:4 + size], plaintext[4 + size:]
        require(len(value) == size and kind >= last, 'malformed secret')
        require(1 <= kind <= 7, 'needs a newer klad')
        if kind < 6:
            require(kind > last and not name and value, 'malformed secret')
        entries.append((kind, name.decode(),
                        parse_attachment(value) if kind == 7
                        else value.decode()))
        last = kind
    return entries


def parse_attachment(value):
    """(id, key, size, hash, whether it is a document)."""
    require(len(value) == 89 and value[88] <= 1, 'malformed secret')
    size = int.from_bytes(value[48:56], 'big')
    require(size <= 10485760, 'malformed secret')
    return value[:16], value[16:48], size, value[56:88], value[88] == 1


def open_attachment(organisation, credential, attachment, chunks):
    """The contents of a file from its sealed chunks."""
    number, key, size, hashed, _ = attachment
    count = max(1, -(-size // 131071))
    require(len(chunks) == count, 'does not open')
    contents = b''
    for n, sealed in enumerate(chunks):
        mark = b'last' if n + 1 == count else b'more'
        contents += open_padded(
            key,
            context('klad/1/attachment', organisation, credential, number, n,
                    mark), sealed)
    require(
        len(contents) == size and H('klad1.file', contents) == hashed,
        'does not open')
    return contents


def secret_tag(first_safe_key, organisation, safe, password):
    key = derive(first_safe_key,
                 context('klad/1/secret-tag', organisation, safe))
    return int.from_bytes(blake2b(32, key, password.encode())[:2], 'big')


# 18. Credentials: headers and changes


def verify_change(roster, safe, before, link_before, signed, change_type,
                  header_type):
    """(change, [(header, its bytes), ...]) of the change after `before`.

    Checks place, stamp, signature and links to the headers before; not who
    could write, nor which entries name a head.
    """
    change = parse(change_type, signed.body)
    headers = [(parse(header_type, data), data) for data in change.headers]
    require(1 <= len(headers) <= 20, 'form')
    require(change.previous == link_before and not signed.countersignature,
            'previous')
    stamp = headers[0][0]
    for header, _ in headers:
        require(
            header.organisation == roster.organisation and
            header.safe == safe, 'place')
        require(
            header.author == signed.author and
            header.sequence == before + 1 and
            header.roster == stamp.roster and header.epoch == stamp.epoch,
            'stamp')
    position = stamp.roster.sequence
    require(
        1 <= position < len(roster.links) and
        roster.links[position] == stamp.roster.link, 'roster')
    verify(
        roster.sign_key_at(signed.author, position),
        context('klad/1/change', roster.organisation, safe, before + 1,
                link_before, signed.author), signed.body, signed.signature)
    return change, headers


def check_move(left, left_bytes, arrived):
    """That `arrived` goes on, in another safe, from `left`."""

    def origin(header):
        if header.secret.HasField('origin'):
            return header.secret.origin.safe, header.secret.origin.version
        return header.safe, header.secret.version

    require(
        left.deleted and left.moved_to == arrived.safe and
        arrived.moved_from == left.safe and not arrived.deleted and
        arrived.version == left.version + 1 and
        arrived.previous == hash_header(left_bytes) and
        arrived.time_ms >= left.time_ms, 'moved')
    for name in ('organisation', 'credential', 'kind', 'sensitivity',
                 'generation'):
        require(getattr(left, name) == getattr(arrived, name), 'moved')
    require(
        left.secret.hash == arrived.secret.hash and
        list(left.secret.attachments) == list(arrived.secret.attachments) and
        origin(left) == origin(arrived), 'moved')


def link_change(link_before, signed):
    return next_link(link_before or NOTHING, signed)


def hash_header(data):
    return H('klad1.header', data)


# 19. The map of a safe


def map_key(safe, credential):
    return H('klad1.map.key', safe + credential)


def map_leaf(safe, key, header_hash):
    return H('klad1.map.leaf', safe + key + header_hash)


def _bit(key, depth):
    return key[depth // 8] >> 7 - depth % 8 & 1


def map_root(safe, newest):
    """`newest`: credential -> hash of its newest header."""
    leaves = [(map_key(safe, credential), header)
              for credential, header in newest.items()]

    def root(leaves, depth):
        if not leaves:
            return NOTHING
        if len(leaves) == 1:
            return map_leaf(safe, *leaves[0])
        halves = [[leaf for leaf in leaves if _bit(leaf[0], depth) == side]
                  for side in (0, 1)]
        return H('klad1.map.node',
                 root(halves[0], depth + 1) + root(halves[1], depth + 1))

    return root(leaves, 0)


def verify_proof(root, safe, credential, header_hash, siblings, end):
    """`end`: (k, hash of the header) or None; `header_hash` None: absent."""
    key = map_key(safe, credential)
    require(len(siblings) <= 256, 'a proof does not hold')
    if end is not None:
        require(
            all(_bit(end[0], depth) == _bit(key, depth)
                for depth in range(len(siblings))), 'a proof does not hold')
    found = end[1] if end is not None and end[0] == key else None
    require(found == header_hash, 'a proof does not hold')
    at = map_leaf(safe, *end) if end is not None else NOTHING
    for depth in reversed(range(len(siblings))):
        pair = (siblings[depth] + at
                if _bit(key, depth) else at + siblings[depth])
        at = H('klad1.map.node', pair)
    require(at == root, 'a proof does not hold')


# 20. Exposure and ledger


def verify_exposure(organisation, member, public, signed, exposure_type):
    require(signed.author == member and not signed.countersignature,
            'not the member\'s')
    verify(public, context('klad/1/exposure', organisation, member),
           signed.body, signed.signature)
    return parse(exposure_type, signed.body)


def verify_ledger_head(organisation, audit_key, head):
    verify(
        audit_key,
        context('klad/1/ledger-head', organisation, head.position.sequence,
                head.position.link), b'', head.signature)


def ledger_link(previous, record):
    return H('klad1.ledger', previous + H('klad1.record', record))
