package dev.berth.core.operate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LocalFilesTest {
    @Test
    void contextsAndEnvFilesAreFoundWhateverElseIsWrong() {
        assertEquals(
                """
                LocalFile[path=., kind=context, dockerfile=Dockerfile, application=a]
                LocalFile[path=./b, kind=context, dockerfile=X, application=b]
                LocalFile[path=.env, kind=env_file, dockerfile=, application=b]
                LocalFile[path=two, kind=env_file, dockerfile=, application=c]
                """,
                String.join(
                                "\n",
                                LocalFiles.of(
                                                """
                                        applications:
                                          a: {build: ., prot: 1}
                                          b: {build: {context: ./b, dockerfile: X}, env_file: .env}
                                          c: {build: {}, env_file: [.env, {path: two}]}
                                          d: {build: {dockerfile_inline: FROM x}}
                                          e: {build: {context: "sha256:aa"}}
                                          f: text
                                        """)
                                        .stream()
                                        .map(LocalFile::toString)
                                        .toList())
                        + "\n");
        assertEquals("[]", LocalFiles.of("a: [").toString());
    }
}
