# Runs Logstash's Ruby filters on the engine that Logstash runs them on, without Logstash.
# Reads {"filters": [{"id", "init", "code"}], "records": [{"metadata", "fields"}]} and writes, for each record, the list of
# records that come out of the last filter.
require "json"
require "time"

module LogStash
  # What the filters use of the event: https://www.elastic.co/docs/reference/logstash/event-api
  class Event
    def initialize(fields = {})
      @cancelled = false
      @metadata = copy(fields["@metadata"] || {})
      @fields = { "@timestamp" => Time.now.utc, "@version" => "1" }
      fields.each { |key, value| @fields[key] = copy(value) unless key == "@metadata" }
    end

    def get(reference)
      path = parts(reference)
      copy(path.reduce(root(path)) { |value, part| value.is_a?(Hash) ? value[part] : nil })
    end

    def set(reference, value)
      path = parts(reference)
      holder = path[0..-2].reduce(root(path)) { |tree, part| tree[part].is_a?(Hash) ? tree[part] : (tree[part] = {}) }
      holder[path.last] = copy(value)
    end

    def remove(reference)
      path = parts(reference)
      path[0..-2].reduce(root(path)) { |tree, part| tree.is_a?(Hash) ? tree[part] : nil }&.delete(path.last)
    end

    def to_hash
      copy(@fields)
    end

    def to_json(*arguments)
      @fields.to_json(*arguments)
    end

    def cancel
      @cancelled = true
    end

    def cancelled?
      @cancelled
    end

    private

    def root(path)
      path.first == "@metadata" ? { "@metadata" => @metadata } : @fields
    end

    def parts(reference)
      return [reference] unless reference.match?(/[\[\]]/)
      raise ArgumentError, "Invalid FieldReference: `#{reference}`" unless reference.match?(/\A(\[[^\[\]]+\])+\z/)
      reference.scan(/[^\[\]]+/)
    end

    # The real one keeps values of Java; nobody shares a tree with it, and only these kinds can be kept.
    def copy(value)
      case value
      when Hash then value.to_h { |key, part| [key.to_s.dup, copy(part)] }
      when Array then value.map { |part| copy(part) }
      when String then value.encode("UTF-8", invalid: :replace, undef: :replace, replace: "\uFFFD")
      when Numeric, Time, true, false, nil then value
      when Symbol then value.to_s
      else raise ArgumentError, "Missing Converter handling for full class name=#{value.class}"
      end
    end
  end
end

# The plugin, with the variables that it has itself.
class RubyFilter
  OWN = { id: "own", logger: Object.new, metric: Object.new, config: {}, params: {}, original_params: {}, tags: [] }.freeze

  def initialize(id, init, code)
    OWN.each { |name, value| instance_variable_set("@#{name}", value) }
    eval(init, binding, "(#{id}: init)")
    eval("define_singleton_method :filter_method do |event, &new_event_block|\n#{code}\nend", binding, "(#{id}: code)")
    changed = OWN.keys.reject { |name| instance_variable_get("@#{name}").equal?(OWN[name]) }
    raise "#{id} overwrites #{changed}" unless changed.empty?
  end

  def filter(events)
    events.flat_map do |event|
      made = []
      filter_method(event) { |one| made << one }
      (event.cancelled? ? [] : [event]) + made
    end
  end
end

input = JSON.parse($stdin.read)
filters = input["filters"].map { |one| RubyFilter.new(one["id"], one["init"], one["code"]) }
run = lambda do |record|
  event = LogStash::Event.new(record["fields"].merge("@metadata" => record["metadata"]))
  filters.reduce([event]) { |events, filter| filter.filter(events) }.map { |one| one.to_hash.merge("@metadata" => one.get("[@metadata]")) }
end
# Logstash has one object of each filter for all of its workers.
records = input["records"]
results = Array.new(records.size)
Array.new(4) { |worker| Thread.new { worker.step(records.size - 1, 4) { |at| results[at] = run.call(records[at]) } } }.each(&:join)
$stdout.write(JSON.generate(results))
