using System.Text.Json;
using Guidon.Receivers;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Vendors;

/// <summary>The MAP rows of the acceptance table: a real server, an SDK's call, and receivers as strict as their vendors.</summary>
[Trait("Category", "External")]
public sealed class MapRows(VendorServer fixture) : IClassFixture<VendorServer>
{
    private GuidonProcess Server => fixture.Server;

    [Fact]
    [Trait("Row", "MAP-01")]
    public async Task A_value_a_switch_and_a_switched_off_flag_arrive_as_value_true_and_false()
    {
        await using var vendors = await OpenAsync("shapes");
        await vendors.ConnectAnalyticsAsync();
        await SdkProgram.AskAsync("node-identity.mjs", Server, "user-42", new { }, VendorServer.KeyOf("shapes"));
        await vendors.DrainAllAsync();

        AssertFlags(vendors, "user-42", ("valued", "\"blue\""), ("plain", "true"), ("off", "false"));
        Assert.All(vendors.All, receiver => Assert.Empty(receiver.Findings.Concat(receiver.Dropped)));
    }

    [Fact]
    [Trait("Row", "MAP-02")]
    [Trait("Row", "E19")]
    public async Task Compatible_destinations_send_what_the_original_sends_for_falsy_values()
    {
        await using var vendors = await OpenAsync("falsy-compat");
        await vendors.ConnectAnalyticsAsync(new { values = "compat" });
        await vendors.EvaluateAsync("user-42");
        await vendors.DrainAllAsync();

        foreach (var receiver in new StrictReceiver[] { vendors.Mixpanel, vendors.RudderStack }) AssertFlags(receiver, "user-42", ("zero", "true"), ("empty", "true"), ("no", "true"));
        foreach (var receiver in new StrictReceiver[] { vendors.Amplitude, vendors.Segment }) AssertFlags(receiver, "user-42", ("zero", "0"), ("empty", "\"\""), ("no", "false"));
        AssertFlags(vendors.Heap, "user-42", ("zero", "0"), ("empty", "\"\""), ("no", "\"false\""));
    }

    [Fact]
    [Trait("Row", "MAP-03")]
    public async Task By_default_every_vendor_gets_falsy_values_as_they_are()
    {
        await using var vendors = await OpenAsync("falsy");
        await vendors.ConnectAnalyticsAsync();
        await vendors.EvaluateAsync("user-42");
        await vendors.DrainAllAsync();

        AssertFlags(vendors, "user-42", ("zero", "0"), ("empty", "\"\""), ("no", "false"));
    }

    [Fact]
    [Trait("Row", "MAP-04")]
    public async Task The_variants_value_arrives_everywhere_and_its_name_and_reason_in_the_standard_body_only()
    {
        await using var vendors = await OpenAsync("variants");
        await vendors.ConnectAnalyticsAsync();
        await vendors.ConnectAsync(vendors.Webhook, new { format = "standard" });
        for (var i = 0; i < 20; i++) await vendors.EvaluateAsync($"user-{i}");
        await vendors.DrainAllAsync();

        foreach (var body in vendors.Webhook.Rows.Select(row => row.Properties.GetProperty("data")))
        {
            var user = body.GetProperty("identity").GetProperty("identifier").GetString()!;
            var flag = body.GetProperty("flags").EnumerateArray().Single(each => each.GetProperty("name").GetString() == "checkout_button");
            // The control value is nobody's variant.
            Assert.Equal(flag.GetProperty("value").GetString() != "green", flag.GetProperty("reason").GetString()!.StartsWith("SPLIT", StringComparison.Ordinal));
            AssertFlags(vendors, user, ("checkout_button", flag.GetProperty("value").GetRawText()));
        }

        Assert.True(vendors.Segment.Rows.Select(row => row.Properties.GetProperty("checkout_button").GetString()).Distinct().Count() > 1);
        Assert.DoesNotContain(vendors.Segment.Requests, request => System.Text.Encoding.UTF8.GetString(request.Body).Contains("SPLIT", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Row", "MAP-05, MAP-06, MAP-07")]
    public async Task Short_ids_are_kept_reserved_ones_parked_and_long_ones_parked_or_hashed()
    {
        await using var vendors = await OpenAsync("ids");
        await vendors.ConnectAsync(vendors.Amplitude);
        await vendors.ConnectAsync(vendors.Mixpanel);
        await vendors.ConnectAsync(vendors.Heap);
        await vendors.ConnectAsync(vendors.PostHog, new { long_ids = "hash" });
        await vendors.ConnectAsync(vendors.Segment);
        foreach (var id in (string[])["abc", "null", "0", "anonymous", new string('a', 300), new string('b', 2_000)]) await vendors.EvaluateAsync(id);

        Assert.Equal(4, (await vendors.DrainAsync(vendors.Amplitude)).GetProperty("parked").GetInt32());   // 3 reserved, 1 too long
        Assert.Equal(5, (await vendors.DrainAsync(vendors.Mixpanel)).GetProperty("parked").GetInt32());    // 3 reserved, 2 too long
        Assert.Equal(2, (await vendors.DrainAsync(vendors.Heap)).GetProperty("parked").GetInt32());
        Assert.Equal(0, (await vendors.DrainAsync(vendors.PostHog)).GetProperty("parked").GetInt32());
        await vendors.DrainAsync(vendors.Segment);
        Assert.Equal(["abc", new string('a', 300)], vendors.Amplitude.Rows.Select(row => row.User));
        Assert.Equal(["abc"], vendors.Mixpanel.Rows.Select(row => row.User));
        Assert.Equal(2, vendors.PostHog.Rows.Count(row => row.User.StartsWith("sha256:", StringComparison.Ordinal)));
        Assert.Contains(vendors.Segment.Rows, row => row.User.Length == 2_000);
        Assert.All(vendors.All, receiver => Assert.Empty(receiver.Findings));
    }

    [Fact]
    [Trait("Row", "MAP-08")]
    public async Task Heap_gets_booleans_as_text_unless_raw_ones_are_asked_for()
    {
        await using var vendors = await OpenAsync("booleans");
        await vendors.ConnectAsync(vendors.Heap);
        await vendors.EvaluateAsync("user-42");
        await vendors.DrainAllAsync();
        await using var raw = await OpenAsync("raw-booleans");
        raw.Heap.IsLenient = true;
        await raw.ConnectAsync(raw.Heap, new { raw_booleans = true });
        await raw.EvaluateAsync("user-42");
        await raw.DrainAllAsync();

        AssertFlags(vendors.Heap, "user-42", ("plain", "\"true\""), ("off", "\"false\""));
        AssertFlags(raw.Heap, "user-42", ("plain", "true"));
    }

    [Fact]
    [Trait("Row", "MAP-09")]
    public async Task Three_hundred_flags_are_all_at_every_vendor()
    {
        await using var vendors = await OpenAsync("many");
        await vendors.ConnectAnalyticsAsync();
        await vendors.EvaluateAsync("user-42");
        await vendors.DrainAllAsync();

        AssertFlags(vendors, "user-42", [.. Enumerable.Range(0, 300).Select(n => ($"flag-{n}", $"{n}"))]);
        Assert.All(vendors.Mixpanel.Rows, row => Assert.InRange(row.Properties.GetPropertyCount(), 1, 254));
    }

    [Fact]
    [Trait("Row", "MAP-10")]
    public async Task A_value_of_twenty_kilobytes_is_whole_or_marked_as_cut()
    {
        await using var vendors = await OpenAsync("long");
        await vendors.ConnectAnalyticsAsync();
        await vendors.EvaluateAsync("user-42");
        await vendors.DrainAllAsync();

        foreach (var receiver in new StrictReceiver[] { vendors.Segment, vendors.RudderStack, vendors.PostHog }) AssertFlags(receiver, "user-42", ("long", $"\"{VendorServer.LongText}\""));
        AssertFlags(vendors.Amplitude, "user-42", ("long", $"\"{VendorServer.LongText[..1_024]}\""), ("long__truncated", "true"));
        AssertFlags(vendors.Mixpanel, "user-42", ("long", $"\"{VendorServer.LongText[..255]}\""), ("long__truncated", "true"));
        AssertFlags(vendors.Heap, "user-42", ("long", $"\"{VendorServer.LongText[..1_023]}\""), ("long__truncated", "\"true\""));
    }

    [Fact]
    [Trait("Row", "MAP-11")]
    public async Task Flags_named_like_fields_of_the_vendors_override_none_and_keep_their_names()
    {
        await using var vendors = await OpenAsync("awkward");
        await vendors.ConnectAnalyticsAsync();
        await vendors.EvaluateAsync("user-42");
        await vendors.DrainAllAsync();

        AssertFlags(vendors, "user-42", [.. VendorServer.Awkward.Select(name => (name, "\"flag's\""))]);
        Assert.All(vendors.All, receiver => Assert.All(receiver.Rows, row => Assert.Equal("user-42", row.User)));
    }

    [Fact]
    [Trait("Row", "MAP-15")]
    public async Task Two_planes_with_two_keys_in_one_process_never_mix_under_load()
    {
        await using var a = await OpenAsync("plane-a");
        await using var b = await OpenAsync("plane-b");
        b.RudderStack.Projects.Clear();
        b.RudderStack.Projects.Add("key-b");
        await a.ConnectAsync(a.RudderStack);
        await b.ConnectAsync(b.RudderStack, new { api_key = "key-b" });
        a.RudderStack.Script(FaultStep.Of(503, times: 2));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(lane => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                await a.EvaluateAsync($"a-{lane}-{i}");
                await b.EvaluateAsync($"b-{lane}-{i}");
            }
        })));
        await a.DrainAsync(a.RudderStack);
        await b.DrainAsync(b.RudderStack);

        Assert.Equal(400, a.RudderStack.Rows.Count);
        Assert.Equal(400, b.RudderStack.Rows.Count);
        Assert.All(a.RudderStack.Rows, row => Assert.Equal((ConnectedVendors.Key, "A", 'a'), (row.Project, row.Properties.GetProperty("side").GetString(), row.User[0])));
        Assert.All(b.RudderStack.Rows, row => Assert.Equal(("key-b", "B", 'b'), (row.Project, row.Properties.GetProperty("side").GetString(), row.User[0])));
        Assert.All(a.RudderStack.Requests.Concat(b.RudderStack.Requests), request => Assert.Contains(request.BasicUser(), (string[])[ConnectedVendors.Key, "key-b"]));
    }

    [Fact]
    public async Task On_change_a_polling_user_costs_one_row()
    {
        await using var vendors = await OpenAsync("on-change");
        await vendors.ConnectAnalyticsAsync(new { deliver = "on change" });
        for (var i = 0; i < 5; i++) await vendors.EvaluateAsync("user-42");

        Assert.Equal(4, (await vendors.DrainAsync(vendors.Segment)).GetProperty("filtered").GetInt32());
        Assert.Single(vendors.Segment.Rows);
        await vendors.DrainAllAsync();
    }

    private Task<ConnectedVendors> OpenAsync(string environment) => ConnectedVendors.OpenAsync(Server, VendorServer.KeyOf(environment));

    // Whatever the vendor's form: its profile, or the newest events of the user where it has none. Heap has texts for booleans.
    private static void AssertFlags(ConnectedVendors vendors, string user, params (string Name, string Json)[] flags)
    {
        foreach (var receiver in vendors.All.Where(receiver => receiver.Requests.Count > 0 && receiver != vendors.Webhook))
        {
            AssertFlags(receiver, user, receiver != vendors.Heap ? flags : [.. flags.Select(flag => flag.Json is "true" or "false" ? (flag.Name, $"\"{flag.Json}\"") : flag)]);
        }
    }

    private static void AssertFlags(StrictReceiver receiver, string user, params (string Name, string Json)[] flags)
    {
        var profile = receiver.Profile(ConnectedVendors.Key, user) ?? receiver.Rows.Last(row => row.User == user).Properties;
        foreach (var (name, json) in flags)
        {
            var found = profile.TryGetProperty(name, out var value) || (profile.TryGetProperty("guidon_flags", out var nested) && nested.TryGetProperty(name, out value));
            Assert.True(found, $"{receiver.Name} does not know {name}: {profile}");
            Assert.True(JsonElement.DeepEquals(JsonElement.Parse(json), value), $"{receiver.Name}, {name}: {value}");
        }
    }
}
