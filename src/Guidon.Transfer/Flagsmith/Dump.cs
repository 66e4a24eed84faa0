using System.Text.Json;
using Guidon.Transfer.Reading;

namespace Guidon.Transfer.Flagsmith;

/// <summary>All records of a dump, by model and by what refers to them.</summary>
internal sealed class Dump
{
    private readonly Dictionary<(string Model, string Key), DumpRecord> _byKey = [];
    private readonly ILookup<string, DumpRecord> _byModel;
    private readonly Dictionary<(string Model, string Field), ILookup<string, DumpRecord>> _byReference = [];   // made when first asked for

    internal Dump(JsonElement source, LossLog log)
    {
        // What was deleted there is a row with a time, which nobody sees any more.
        var all = SourceObject.All(source, "", log).Select(each => DumpRecord.Read(each, log)).Where(each => each.Fields.Any("deleted_at") is null).ToList();
        _byModel = all.ToLookup(each => each.Model);
        foreach (var record in all)
        {
            foreach (var key in record.Keys) _byKey.TryAdd((record.Model, key), record);
        }
    }

    internal IEnumerable<string> Models => _byModel.Select(each => each.Key);

    internal IEnumerable<DumpRecord> Of(string model) => _byModel[model];

    /// <summary>Those of a model whose field refers to the record.</summary>
    internal IEnumerable<DumpRecord> Of(string model, string field, DumpRecord owner)
    {
        // A walk through all records of the model for each owner took hours where there are many identities.
        if (!_byReference.TryGetValue((model, field), out var referring)) _byReference.Add((model, field), referring = _byModel[model].ToLookup(each => each.To(field)));
        return owner.Keys.Distinct().SelectMany(key => referring[key]);
    }

    internal DumpRecord? Find(string model, string key) => key.Length == 0 ? null : _byKey.GetValueOrDefault((model, key));
}
