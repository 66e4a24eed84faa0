using Guidon.Doubles;
using Guidon.Evaluation;
using Guidon.Flags;

namespace Guidon.Storage.Tests;

/// <summary>What every identity store must do.</summary>
public abstract class IdentityStoreCompliance(Func<TestStore> open) : IAsyncLifetime
{
    private readonly TestStore _store = open();

    private IIdentityStore Identities => _store.Identities;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _store.DisposeAsync().AsTask();

    [Fact]
    public async Task An_unknown_identity_is_found_after_its_first_write()
    {
        Assert.Null(await Identities.FindAsync(1, "alice", default));

        var written = await Identities.WriteAsync(1, "alice", [], default);

        Assert.True(written.Id > 0);
        Assert.Equal(written.Id, (await Identities.FindAsync(1, "alice", default))?.Id);
        Assert.Null(await Identities.FindAsync(2, "alice", default));
        Assert.Null(await Identities.FindAsync(1, "Alice", default));
    }

    [Fact]
    public async Task What_was_changed_by_another_way_is_read_again_once_it_is_forgotten()
    {
        var alice = await Identities.WriteAsync(1, "alice", [One("visits", "1")], default);
        await Identities.FindAsync(1, "bob", default);
        await _store.ControlPlane.WriteAsync(
            plane =>
            {
                plane.Traits.Single(trait => trait.IdentityId == alice.Id).Value = "2";
                return plane.Add(new Model.Identity { EnvironmentId = 1, Identifier = "bob", CreatedAt = DateTimeOffset.UnixEpoch });
            },
            default);

        Identities.Forget(1, "alice");
        Assert.Equal(["visits=2"], await StoredAsync("alice"));
        Assert.Null(await Identities.FindAsync(1, "bob", default));
        Identities.Forget(1, null);
        Assert.NotNull(await Identities.FindAsync(1, "bob", default));
    }

    [Fact]
    public async Task Identities_of_deleted_environments_go_some_at_a_time_with_their_traits_and_others_stay()
    {
        var environments = await _store.ControlPlane.AddEnvironmentsAsync(2);
        foreach (var environment in environments)
        {
            foreach (var identifier in (string[])["alice", "bob", "carol"]) await Identities.WriteAsync(environment, identifier, [One("visits", "1")], default);
        }

        Assert.Equal(0, await Identities.RemoveLeftAsync(2, default));
        await _store.ControlPlane.WriteAsync(plane => plane.Environments.Single(each => each.Id == environments[0]).DeletedAt = DateTimeOffset.UnixEpoch, default);

        Assert.Equal((2, 1, 0), (await Identities.RemoveLeftAsync(2, default), await Identities.RemoveLeftAsync(2, default), await Identities.RemoveLeftAsync(2, default)));
        var (left, traits) = await _store.ControlPlane.ReadAsync(plane => (plane.Identities.Select(each => each.EnvironmentId).Distinct().ToList(), plane.Traits.Count()), default);
        Assert.Equal([environments[1]], left);
        Assert.Equal(3, traits);
    }

    [Fact]
    public async Task Each_of_many_concurrent_increments_counts()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await Identities.IncrementAsync(1, "alice", "visits", 2, default))));

        Assert.Equal(90, await Identities.IncrementAsync(1, "alice", "visits", -10, default));
        Assert.Equal(["visits=90"], await StoredAsync("alice"));
    }

    [Fact]
    public async Task What_is_no_whole_number_of_64_bits_is_not_incremented()
    {
        await Identities.WriteAsync(1, "alice", [new Trait("text", TraitValue.Text("1"), false), One("float", "1.0"), One("most", "9223372036854775807")], default);

        foreach (var key in new[] { "text", "float", "most" }) Assert.Null(await Identities.IncrementAsync(1, "alice", key, 1, default));

        Assert.Equal(["text=\"1\"", "float=1.0", "most=9223372036854775807"], await StoredAsync("alice"));
    }

    [Fact]
    public async Task Values_keep_their_json_type_and_the_order_of_their_first_write()
    {
        await Identities.WriteAsync(
            1,
            "alice",
            [
                new Trait("text", TraitValue.Text("a \"quoted\" \u7528\u6237 \0 text"), false),
                new Trait("whole", TraitValue.Number("123456789012345678901234567890"), false),
                new Trait("float", TraitValue.Number("1.0"), false),
                new Trait("truth", TraitValue.Boolean(true), false),
            ],
            default);
        await Identities.WriteAsync(1, "alice", [new Trait("text", TraitValue.Number("1"), false)], default);

        var read = await StoredAsync("alice");

        Assert.Equal(["text=1", "whole=123456789012345678901234567890", "float=1.0", "truth=true"], read);
        Assert.Equal(TraitKind.Float, (await Identities.FindAsync(1, "alice", default))?.Traits[2].Value.Kind);
    }

    [Fact]
    public async Task A_write_touches_only_the_traits_that_it_names()
    {
        await Identities.WriteAsync(1, "alice", [One("a", "1"), One("b", "2")], default);

        await Identities.WriteAsync(1, "alice", [One("b", "3"), new Trait("a", TraitValue.Null, false), One("c", "4")], default);

        Assert.Equal(["b=3", "c=4"], await StoredAsync("alice"));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(5_000)]
    public async Task Writing_what_is_stored_already_answers_the_very_same_identity(int count)
    {
        Trait[] traits = [.. Enumerable.Range(0, count).Select(n => One("t" + n, n.ToString()))];
        var first = await Identities.WriteAsync(1, "alice", traits, default);

        Assert.Same(first, await Identities.WriteAsync(1, "alice", [.. traits.Reverse()], default));
        Assert.NotSame(first, await Identities.WriteAsync(1, "alice", [.. traits, One("new", "1")], default));
        Assert.Equal(count + 1, (await StoredAsync("alice")).Length);
    }

    [Fact]
    public async Task A_trait_keeps_its_id_while_it_exists()
    {
        var before = await Identities.WriteAsync(1, "alice", [One("a", "1")], default);
        var after = await Identities.WriteAsync(1, "alice", [One("a", "2")], default);

        Assert.Equal(before.Traits[0].Id, after.Traits[0].Id);
        Assert.Equal(before.Id, after.Id);
    }

    [Fact]
    public async Task Deleting_an_unknown_trait_creates_the_identity_without_it()
    {
        await Identities.WriteAsync(1, "alice", [new Trait("a", TraitValue.Null, false)], default);

        Assert.Empty(await StoredAsync("alice"));
    }

    [Fact]
    public async Task A_transient_trait_is_never_stored_whoever_passes_it()
    {
        var written = await Identities.WriteAsync(1, "alice", [new Trait("secret", TraitValue.Text("s"), true)], default);

        Assert.Empty(written.Traits);
    }

    [Fact]
    public async Task Fifty_parallel_writers_of_different_traits_lose_none()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(n =>
            Task.Run(async () => await Identities.WriteAsync(1, "alice", [One("t" + n, n.ToString())], default))));

        Assert.Equal(Enumerable.Range(0, 50).Select(n => $"t{n}={n}").Order(), (await StoredAsync("alice")).Order());
    }

    [Fact]
    public async Task A_reader_never_goes_back_to_an_older_state_after_a_write_was_answered()
    {
        for (var round = 1; round <= 100; round++)
        {
            Task[] all =
            [
                Task.Run(async () => await Identities.WriteAsync(1, "alice", [One("a", round.ToString())], default)),
                Task.Run(async () => await Identities.WriteAsync(1, "alice", [One("b", round.ToString())], default)),
                Task.Run(async () => await Identities.FindAsync(1, "alice", default)),
            ];
            await Task.WhenAll(all);
            Assert.Equal([$"a={round}", $"b={round}"], (await StoredAsync("alice")).Order());
        }
    }

    [Fact]
    public async Task An_identifier_may_be_any_text_of_two_thousand_characters()
    {
        foreach (var identifier in (string[])[new string('x', 2_000), "a\0b", "a\0c", " ", "\u7528\u6237-9", "'; DROP TABLE identity; --"])
        {
            var written = await Identities.WriteAsync(1, identifier, [One("a", "1")], default);
            var again = await Identities.WriteAsync(1, identifier, [One("a", "2")], default);
            Assert.Equal(identifier, again.Identifier);
            Assert.Equal(written.Id, again.Id);
        }

        Assert.NotEqual((await Identities.FindAsync(1, "a\0b", default))?.Id, (await Identities.FindAsync(1, "a\0c", default))?.Id);
    }

    private static Trait One(string key, string number) => new(key, TraitValue.Number(number), false);

    private async Task<string[]> StoredAsync(string identifier) =>
        [.. ((await Identities.FindAsync(1, identifier, default))?.Traits ?? []).Select(trait => trait.Key + "=" + trait.Value.Json)];
}
