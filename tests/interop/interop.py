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
from klad.trust.v1 import identity_pb2  # noqa: E402

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

    def test_words(self):
        listed = word_list()
        self.assertEqual(
            hashlib.sha256(
                ''.join(f'{word}\n' for word in listed).encode()).hexdigest(),
            '2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda')
        for vector in self.frozen['words']:
            self.assertEqual(
                reader.words(unhex(vector['head']), listed), vector['words'])


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
