package dev.signalbox.domain.listing;

import dev.signalbox.domain.access.User;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Which users; null, and an empty list, let all through.
 *
 * @param ids exactly these
 * @param emailPart a part of the address, capital or not
 */
public record UserFilter(List<User.Id> ids, User.@Nullable Role role, @Nullable String emailPart) {}
