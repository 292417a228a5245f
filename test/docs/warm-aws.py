"""The `aws` command as it is installed, loaded once and forked for each call: loading takes longer than most calls.

    warm-aws.py serve SOCKET        until its standard input is closed
    warm-aws.py run SOCKET WORDS    one command, with the caller's files, folder and environment
"""

import json
import os
import select
import socket
import subprocess
import sys
import time

# What version 1 lacks: it takes a `--payload` as it stands, and has no `logs tail`, which is passed over.
BINARY_FORMAT = ['--cli-binary-format', 'raw-in-base64-out']
TAIL = ['logs', 'tail']


def serve(path):
    import awscli
    from awscli.clidriver import create_clidriver

    driver = create_clidriver()
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(path)
    listener.listen()
    print('ready', flush=True)
    while True:
        ready, _, _ = select.select([listener, sys.stdin], [], [])
        if listener not in ready:
            return
        connection, _ = listener.accept()
        message, files, _, _ = socket.recv_fds(connection, 1 << 16, 3)
        while part := connection.recv(1 << 16):
            message += part
        call = json.loads(message)
        remember_model(driver, call['words'])
        if os.fork() == 0:
            listener.close()
            answer(connection, files, driver, call, awscli.__version__)
            os._exit(0)
        for file in files:
            os.close(file)
        connection.close()
        reap()


def remember_model(driver, words):
    """What the command knows of a service is megabytes of JSON: read here, it is there for every later call."""
    loader = driver.session.get_component('data_loader')
    services = set(loader.list_available_services('service-2'))
    for word in words[:4]:
        name = 's3' if word == 's3api' else word
        if name in services:
            for kind in ['service-2', 'endpoint-rule-set-1']:
                loader.load_service_model(name, kind)


def reap():
    try:
        while os.waitpid(-1, os.WNOHANG)[0] != 0:
            pass
    except ChildProcessError:
        pass


def answer(connection, files, driver, call, version):
    for number, file in enumerate(files):
        os.dup2(file, number)
    os.chdir(call['folder'])
    # Where the command finds its models it has written into its own environment.
    models = os.environ.get('AWS_DATA_PATH', '')
    os.environ.clear()
    os.environ.update(call['environment'], AWS_DATA_PATH=models)
    connection.sendall(bytes([perform(driver, call['words'], version) & 255]))


def perform(driver, words, version):
    if version.startswith('1.'):
        words = [word for word in words if word not in BINARY_FORMAT]
        if TAIL in [words[at : at + 2] for at in range(len(words))]:
            return 0
    sys.argv = ['aws', *words]
    # Its waiters pass the time as the shell does.
    time.sleep = lambda seconds: subprocess.run(['sleep', str(seconds)], check=True)
    try:
        code = driver.main(words)
    except SystemExit as end:
        code = end.code
    sys.stdout.flush()
    sys.stderr.flush()
    return code or 0


def run(path, words):
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.connect(path)
    call = {'folder': os.getcwd(), 'environment': dict(os.environ), 'words': words}
    message = json.dumps(call).encode()
    sent = socket.send_fds(connection, [message], [0, 1, 2])
    connection.sendall(message[sent:])
    connection.shutdown(socket.SHUT_WR)
    code = connection.recv(1)
    sys.exit(code[0] if code else 1)


if sys.argv[1] == 'serve':
    serve(sys.argv[2])
else:
    run(sys.argv[2], sys.argv[3:])
