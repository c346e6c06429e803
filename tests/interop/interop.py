"""interop.py SOURCE PROTOC BUILD: reads crypto/testdata with klad_format."""

import hashlib
import json
import pathlib
import re
import subprocess
import sys
import unittest

SOURCE, PROTOC, BUILD = (pathlib.Path(arg) for arg in sys.argv[1:4])
TESTDATA = SOURCE / 'crypto' / 'testdata'


def compile_protos():
    """The messages of klad.trust.v1, in the build folder."""
    BUILD.mkdir(parents=True, exist_ok=True)
    protos = sorted((SOURCE / 'proto' / 'klad' / 'trust' / 'v1').glob('*.proto'))
    subprocess.run([
        str(PROTOC), f'--proto_path={SOURCE / "proto"}',
        f'--python_out={BUILD}', *map(str, protos)
    ], check=True)
    sys.path.insert(0, str(BUILD))


compile_protos()

import klad_format as reader  # noqa: E402
from klad.trust.v1 import credential_pb2  # noqa: E402
from klad.trust.v1 import identity_pb2  # noqa: E402
from klad.trust.v1 import invitation_pb2  # noqa: E402
from klad.trust.v1 import ledger_pb2  # noqa: E402
from klad.trust.v1 import roster_pb2  # noqa: E402
from klad.trust.v1 import signed_pb2  # noqa: E402

unhex = bytes.fromhex


def load(name):
    return json.loads((TESTDATA / name).read_text())


def context_of(vector):
    fields = [f if isinstance(f, int) else unhex(f) for f in vector['fields']]
    return reader.context(vector['label'], unhex(vector['organisation']),
                          *fields)


def word_list():
    text = (SOURCE / 'crypto' / 'word_list.inc').read_text()
    return re.findall(r'"([a-z]+)"', text)


class Primitives(unittest.TestCase):
    """Both sides stand on the same primitives."""

    def check(self, name, passes):
        document = load(name)
        count = 0
        for group in document['testGroups']:
            for test in group['tests']:
                try:
                    result = 'valid' if passes(test) else 'invalid'
                except reader.Refused:
                    result = 'invalid'
                self.assertEqual(result, test['result'], test)
                count += 1
        self.assertEqual(count, document['numberOfTests'])

    def test_ed25519(self):

        def passes(test):
            reader.ed25519_verify(unhex(test['public']), unhex(test['msg']),
                                  unhex(test['sig']))
            return True

        self.check('ed25519.json', passes)

    def test_x25519(self):
        self.check(
            'x25519.json', lambda test: reader.x25519(
                unhex(test['private']), unhex(test['public'])).hex() == test[
                    'shared'])

    def test_blake2b(self):

        def passes(test):
            return hashlib.blake2b(
                unhex(test['msg']), digest_size=test['size'],
                key=unhex(test['key']),
                person=unhex(test['personal'])).hexdigest() == test['digest']

        self.check('blake2b.json', passes)

    def test_argon2id(self):
        self.check(
            'argon2id.json', lambda test: reader.argon2id(
                unhex(test['password']), unhex(test['salt']), test['memory'],
                test['passes']).hex() == test['hash'])


class Formats(unittest.TestCase):
    """formats.json, section by section."""

    @classmethod
    def setUpClass(cls):
        cls.frozen = load('formats.json')

    def check_keys(self, keys, expected):
        self.assertEqual(keys.sign.hex(), expected['sign'])
        self.assertEqual(keys.box.hex(), expected['box'])
        self.assertEqual(keys.tls.hex(), expected['tls'])

    def test_context(self):
        for vector in self.frozen['context']:
            self.assertEqual(
                context_of(vector['context']).hex(), vector['bytes'])

    def test_hash(self):
        for vector in self.frozen['hash']:
            self.assertEqual(
                reader.H(vector['domain'], unhex(vector['input'])).hex(),
                vector['digest'])

    def test_derive(self):
        for vector in self.frozen['derive']:
            self.assertEqual(
                reader.derive(unhex(vector['key']),
                              context_of(vector['context'])).hex(),
                vector['derived'])

    def test_seal(self):
        for vector in self.frozen['seal']:
            opens = (reader.open_padded
                     if vector['padded'] else reader.open_sealed)
            key, sealed = unhex(vector['key']), unhex(vector['sealed'])
            where = context_of(vector['context'])
            self.assertEqual(
                opens(key, where, sealed).hex(), vector['plaintext'])
            for at in range(len(sealed)):
                changed = bytearray(sealed)
                changed[at] ^= 1
                with self.assertRaises(reader.Refused):
                    opens(key, where, bytes(changed))

    def test_sign(self):
        for vector in self.frozen['sign']:
            where, body = context_of(vector['context']), unhex(vector['body'])
            public, signature = unhex(vector['public']), unhex(
                vector['signature'])
            reader.verify(public, where, body, signature)
            with self.assertRaises(reader.Refused):
                reader.verify(public, where, body + b'x', signature)

    def test_envelope(self):
        for vector in self.frozen['envelope']:
            self.assertEqual(
                reader.open_envelope(unhex(vector['recipient_seed']),
                                     context_of(vector['context']),
                                     unhex(vector['envelope'])).hex(),
                vector['secret'])

    def test_identity_file(self):
        vector = self.frozen['identity']
        data = unhex(vector['file'])
        packed = reader.open_identity_file(data, vector['passphrase'].encode())
        self.assertEqual(packed.hex(), vector['packed'])
        about, keys = reader.unpack_identity(packed, identity_pb2.Identity)
        self.check_keys(keys, vector['keys'])
        self.assertEqual(keys.state_key.hex(), vector['state_key'])
        self.assertEqual(about.organisation.hex(), vector['organisation'])
        self.assertEqual(about.member.hex(), vector['member'])
        self.assertEqual(about.founding.hex(), vector['founding'])
        self.assertEqual(about.server, vector['server'])
        self.assertEqual(about.ca.hex(), vector['ca'])
        with self.assertRaises(reader.Refused):
            reader.open_identity_file(data, b'another passphrase')
        with self.assertRaises(reader.Refused):
            reader.open_identity_file(data[:-1], vector['passphrase'].encode())

    def test_kit(self):
        vector = self.frozen['kit']
        secret, founding = reader.parse_kit(vector['code'])
        self.assertTrue(vector['founding'].startswith(founding.hex()))
        self.check_keys(
            reader.kit_keys(secret, unhex(vector['organisation'])),
            vector['keys'])

    def test_door(self):
        vector = self.frozen['door']
        door = reader.parse_door(vector['line'], identity_pb2.Door)
        self.assertEqual(door.organisation.hex(), vector['organisation'])
        self.assertEqual(door.server, vector['server'])
        self.assertEqual(door.ca.hex(), vector['ca'])
        self.assertEqual(door.secret.hex(), vector['secret'])
        self.assertEqual(door.certificate.hex(), vector['certificate'])
        self.assertEqual(reader.door_tls(door).hex(), vector['tls'])

    def test_invitation(self):
        vector = self.frozen['invitation']
        line = reader.parse_invitation(vector['line'],
                                       invitation_pb2.Invitation)
        self.assertEqual(line.organisation.hex(), vector['organisation'])
        self.assertEqual(line.server, vector['server'])
        self.assertEqual(line.ca.hex(), vector['ca'])
        self.assertEqual(line.entry.sequence, vector['sequence'])
        self.assertEqual(line.entry.link.hex(), vector['link'])
        self.assertEqual(line.certificate.hex(), vector['certificate'])
        self.check_keys(
            reader.invitation_keys(line.secret, line.organisation),
            vector['keys'])
        with self.assertRaises(reader.Refused):
            reader.parse_move(vector['line'], invitation_pb2.Move)

    def test_move(self):
        vector = self.frozen['move']
        line = reader.parse_move(vector['line'], invitation_pb2.Move)
        self.assertEqual(line.member.hex(), vector['member'])
        self.assertEqual(line.head.sequence, vector['sequence'])
        self.assertEqual(line.head.link.hex(), vector['link'])
        self.assertEqual(reader.move_tls(line).hex(), vector['tls'])
        self.assertEqual(
            reader.open_proposal(line, unhex(vector['sealed'])).hex(),
            vector['proposal'])

    def test_words(self):
        listed = word_list()
        self.assertEqual(
            hashlib.sha256(
                ''.join(f'{word}\n' for word in listed).encode()).hexdigest(),
            '2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda')
        for vector in self.frozen['words']:
            self.assertEqual(
                reader.words(unhex(vector['head']), listed), vector['words'])


class Organisation(unittest.TestCase):
    """organisation.json: from a passphrase to the secrets of a safe."""

    @classmethod
    def setUpClass(cls):
        cls.frozen = load('organisation.json')
        cls.organisation = unhex(cls.frozen['organisation'])
        cls.member = unhex(cls.frozen['member'])
        cls.safe = unhex(cls.frozen['safe'])

    @staticmethod
    def signed(vector):
        return reader.parse(signed_pb2.Signed, unhex(vector))

    def replay(self):
        roster = reader.Roster(self.organisation, roster_pb2.Entry)
        for vector in self.frozen['roster']:
            roster.apply(self.signed(vector['signed']))
            self.assertEqual(roster.links[-1].hex(), vector['link'])
        return roster

    def envelopes(self, key, epoch):
        for vector in self.frozen['roster']:
            for data in vector['envelopes']:
                record = reader.parse(signed_pb2.EpochEnvelopes, unhex(data))
                if record.epoch == epoch and key in (record.key.role,
                                                     record.key.safe):
                    yield record

    def open_envelope(self, roster, key, epoch, scalar, *recipient):
        for record in self.envelopes(key, epoch):
            try:
                return reader.open_key_envelope(roster, record, scalar,
                                                *recipient)
            except reader.Refused:
                pass
        self.fail('no envelope opens')

    def safe_keys(self, roster):
        """Epoch -> key, from the identity file alone."""
        packed = reader.open_identity_file(
            unhex(self.frozen['identity_file']),
            self.frozen['passphrase'].encode())
        about, keys = reader.unpack_identity(packed, identity_pb2.Identity)
        self.assertEqual(about.founding, roster.founding)
        self.assertEqual(about.member, self.member)
        role = self.frozen['role']
        seed = reader.check_role_seed(
            roster, role, 1,
            self.open_envelope(roster, role, 1, keys.box_scalar, b'member',
                               self.member))
        scalar = reader.role_box_scalar(seed, self.organisation, role, 1)
        newest = reader.check_safe_key(
            roster, self.safe, 2,
            self.open_envelope(roster, self.safe, 2, scalar, b'role',
                               role.encode(), 1))
        previous = roster.safe_epochs[self.safe][1].previous
        first = reader.check_safe_key(
            roster, self.safe, 1,
            reader.open_previous(roster, b'safe', self.safe, 2, newest,
                                 previous))
        return {1: first, 2: newest}

    def follow(self, roster):
        """(header of each version, hash of each newest header, root)."""
        versions, newest, link = {}, {}, b''
        for sequence, vector in enumerate(self.frozen['changes']):
            signed = self.signed(vector['signed'])
            change, headers = reader.verify_change(
                roster, self.safe, sequence, link, signed,
                credential_pb2.Change, credential_pb2.Header)
            for header, data in headers:
                self.assertEqual(header.previous,
                                 newest.get(header.credential, b''))
                newest[header.credential] = reader.hash_header(data)
                versions[header.credential, header.version] = header
            link = reader.link_change(link, signed)
            self.assertEqual(link.hex(), vector['link'])
            self.assertEqual(change.root, reader.map_root(self.safe, newest))
            self.assertEqual(change.root.hex(), vector['root'])
        return versions, newest, change.root

    def part(self, part):
        for data in self.frozen['parts']:
            if reader.H('klad1.part', unhex(data)) == part.hash:
                return unhex(data)
        return self.fail('no such part')

    def test_roster(self):
        roster = self.replay()
        self.assertEqual(roster.founding.hex(), self.frozen['founding'])
        self.assertEqual(reader.words(roster.links[-1], word_list()),
                         self.frozen['words'])

    def test_changed_or_swapped_entries(self):
        vectors = [self.signed(v['signed']) for v in self.frozen['roster']]
        for at in range(len(vectors)):
            for field in ('author', 'body', 'signature', 'countersignature'):
                roster = reader.Roster(self.organisation, roster_pb2.Entry)
                changed = signed_pb2.Signed()
                changed.CopyFrom(vectors[at])
                data = bytearray(getattr(changed, field) or b'x')
                data[-1] ^= 1
                setattr(changed, field, bytes(data))
                for signed in vectors[:at]:
                    roster.apply(signed)
                with self.assertRaises(reader.Refused):
                    roster.apply(changed)
        roster = reader.Roster(self.organisation, roster_pb2.Entry)
        roster.apply(vectors[0])
        with self.assertRaises(reader.Refused):
            roster.apply(vectors[2])

    def test_safe_keys(self):
        roster = self.replay()
        keys = self.safe_keys(roster)
        self.assertEqual([keys[1].hex(), keys[2].hex()],
                         self.frozen['safe_keys'])
        self.assertEqual(reader.open_safe_name(roster, self.safe, keys[1]),
                         self.frozen['safe_name'])

    def test_credentials(self):
        roster = self.replay()
        keys = self.safe_keys(roster)
        versions, _, _ = self.follow(roster)
        for vector in self.frozen['versions']:
            header = versions[unhex(vector['credential']), vector['version']]
            self.assertEqual(header.generation, vector['generation'])
            overview = reader.parse(
                credential_pb2.Overview,
                reader.open_part(keys[header.overview.epoch], header,
                                 reader.OVERVIEW, self.part(header.overview)))
            for field, value in vector['overview'].items():
                found = getattr(overview, field)
                self.assertEqual(
                    list(found) if field == 'addresses' else found, value)
            secret = reader.parse_secret(
                reader.open_part(keys[header.secret.epoch], header,
                                 reader.SECRET, self.part(header.secret)))
            self.assertEqual([list(entry) for entry in secret],
                             vector['secret'])
            if secret[0][0] == 1:
                self.assertEqual(
                    reader.secret_tag(keys[1], self.organisation, self.safe,
                                      secret[0][2]), overview.secret_tag)

    def test_changed_change(self):
        roster = self.replay()
        signed = self.signed(self.frozen['changes'][0]['signed'])
        for field in ('author', 'body', 'signature'):
            changed = signed_pb2.Signed()
            changed.CopyFrom(signed)
            data = bytearray(getattr(changed, field))
            data[-1] ^= 1
            setattr(changed, field, bytes(data))
            with self.assertRaises(reader.Refused):
                reader.verify_change(roster, self.safe, 0, b'', changed,
                                     credential_pb2.Change,
                                     credential_pb2.Header)

    def test_proofs(self):
        _, newest, root = self.follow(self.replay())
        for vector in self.frozen['proofs']:
            credential = unhex(vector['credential'])
            siblings = [unhex(sibling) for sibling in vector['siblings']]
            end = tuple(map(unhex, vector['end'])) if 'end' in vector else None
            header = newest.get(credential)
            reader.verify_proof(root, self.safe, credential, header, siblings,
                                end)
            wrong = None if header else bytes(32)
            with self.assertRaises(reader.Refused):
                reader.verify_proof(root, self.safe, credential, wrong,
                                    siblings, end)

    def test_exposure_and_ledger_head(self):
        roster = self.replay()
        public = roster.sign_key_at(self.member, len(roster.entries))
        exposure = reader.verify_exposure(
            self.organisation, self.member, public,
            self.signed(self.frozen['exposure']), ledger_pb2.Exposure)
        self.assertEqual(exposure.safe, self.safe)
        reader.verify_ledger_head(
            self.organisation, unhex(self.frozen['audit_key']),
            reader.parse(ledger_pb2.LedgerHead,
                         unhex(self.frozen['ledger_head'])))


class Moves(unittest.TestCase):
    """A credential with attachments, from one safe to another."""

    frozen = load('moves.json')

    def header(self, at):
        data = unhex(self.frozen['headers'][at])
        return reader.parse(credential_pb2.Header, data), data

    def part(self, part):
        for data in self.frozen['parts']:
            if reader.H('klad1.part', unhex(data)) == part.hash:
                return unhex(data)
        return self.fail('no such part')

    def secret(self, at):
        header, _ = self.header(at)
        key = unhex(self.frozen['safe_keys'][at - 1])
        return reader.parse_secret(
            reader.open_part(key, header, reader.SECRET,
                             self.part(header.secret)))

    def test_both_ends(self):
        left, data = self.header(1)
        arrived, _ = self.header(2)
        reader.check_move(left, data, arrived)
        for at in (1, 2):
            self.assertEqual(self.secret(at)[0],
                             (1, '', self.frozen['password']))
        for field, value in (('generation', 2), ('version', 4),
                             ('moved_from', bytes(16))):
            changed = credential_pb2.Header()
            changed.CopyFrom(arrived)
            setattr(changed, field, value)
            with self.assertRaises(reader.Refused):
                reader.check_move(left, data, changed)

    def test_foreign_origin(self):
        header, _ = self.header(2)
        key = unhex(self.frozen['safe_keys'][1])
        header.secret.origin.version = 2
        with self.assertRaises(reader.Refused):
            reader.open_part(key, header, reader.SECRET,
                             self.part(header.secret))

    def test_attachments(self):
        header, _ = self.header(2)
        files = self.secret(2)[1:]
        self.assertEqual(len(files), len(self.frozen['files']))
        for (kind, name, file), vector, number in zip(
                files, self.frozen['files'], header.secret.attachments):
            self.assertEqual((kind, name, file[0], file[4]),
                             (7, vector['name'], number, vector['document']))
            chunks = [unhex(chunk) for chunk in vector['chunks']]
            contents = reader.open_attachment(
                header.organisation, header.credential, file, chunks)
            self.assertEqual(contents.hex(), vector['contents'])
            for wrong in ([], chunks * 2):
                with self.assertRaises(reader.Refused):
                    reader.open_attachment(header.organisation,
                                           header.credential, file, wrong)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
