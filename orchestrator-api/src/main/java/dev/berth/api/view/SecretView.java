package dev.berth.api.view;

/** A secret's name and newest version; never its value. */
public record SecretView(String name, long version) {}
