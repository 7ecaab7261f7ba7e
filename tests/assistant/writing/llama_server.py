"""A real model server on loopback (llama.cpp), in a process of its own: prints its address, ends with its input."""

import sys

import xllamacpp


def main(weights: str) -> None:
    parameters = xllamacpp.CommonParams()
    parameters.model.path = weights
    parameters.n_ctx = 4096
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = 2
    parameters.sampling.temp = 0  # the same question, the same words: what a test can compare
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    server = xllamacpp.Server(parameters)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
