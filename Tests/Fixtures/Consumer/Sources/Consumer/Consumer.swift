/// Something to build.
public let greeting = "hello"
